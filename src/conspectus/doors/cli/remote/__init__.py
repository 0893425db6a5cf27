"""Commands spoken to a server: what runs there, how it is asked, how it answers."""
