"""What projects declare, what was computed beside it, and what a frozen period holds."""
