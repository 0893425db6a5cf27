"""What is asked of registers: lists, single entries, heat maps, exposure."""
