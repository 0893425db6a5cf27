"""Board packs of frozen periods: the organisation's template, and the packs that were made."""
