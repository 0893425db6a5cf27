"""The API door: programs come in here, through the same actions and queries as people."""
