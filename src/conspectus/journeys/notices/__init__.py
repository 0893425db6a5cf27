"""Who is told of what was done, what a notice says to its reader, and the mail that carries it."""
