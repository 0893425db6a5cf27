"""What people type, checked before it reaches an action."""
