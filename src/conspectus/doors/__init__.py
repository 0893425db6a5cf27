"""Who comes in how: pages, API, command line."""
