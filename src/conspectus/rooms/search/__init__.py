"""What can be found: index rows over every room below, kept in step with the audit log."""
