"""Change requests: what is to change and why, who may decide it, and what it did to baseline and budget."""
