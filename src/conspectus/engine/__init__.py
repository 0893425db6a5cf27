"""Pure numbers: no Django, no clock, no files, no globals."""
