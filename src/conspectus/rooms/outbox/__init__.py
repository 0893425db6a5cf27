"""Notices to people, how each wants them by mail, and the mail that waits, went or failed."""
