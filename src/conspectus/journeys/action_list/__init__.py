"""A list of actions that comes as a sheet, held against what is there."""
