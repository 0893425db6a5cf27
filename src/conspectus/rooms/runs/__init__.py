"""Long work: runs with their progress, their cancel and their end."""
