"""Tables: declared columns, sorting and filters from the address."""
