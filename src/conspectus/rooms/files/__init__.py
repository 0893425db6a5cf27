"""Documents and links that belong to things, with their bytes by digest."""
