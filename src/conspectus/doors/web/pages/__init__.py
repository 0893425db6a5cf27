"""Pages by noun: each view reads a request, makes one call and renders."""
