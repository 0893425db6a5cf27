"""A register that comes as a sheet, held against what is there."""
