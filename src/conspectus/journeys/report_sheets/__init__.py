"""Reports of a period gathered in workbooks: made with what is known, filled in elsewhere, read back row by row."""
