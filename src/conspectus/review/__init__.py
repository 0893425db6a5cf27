"""The main job without a database: (files, costs, status date) -> Review -> pack bytes. No Django."""
