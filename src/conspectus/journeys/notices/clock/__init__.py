"""What the clock tells people of: whatever falls due or is overdue, each once for the day it is due on."""
