"""A master list becomes the portfolio: matched, shown row by row, then taken as it was shown."""
