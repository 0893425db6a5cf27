"""A list of links that comes as a sheet, held against what is there."""
