"""What Conspectus promises, and the tests that keep each promise: counted by ``python3 run.py trust``."""
