"""The domain, one noun a room; the import law orders them."""
