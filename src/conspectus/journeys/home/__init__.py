"""What each person comes for: theirs to do, what waits on others, what changed, what to decide."""
