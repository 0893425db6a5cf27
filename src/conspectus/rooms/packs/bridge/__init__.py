"""From frozen statuses and a template to the pages of a pack."""
