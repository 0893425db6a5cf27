"""What notices of each area say: a module for each, read by `shown`."""
