"""What templates write without a filter: for programs, so one way in every language."""
