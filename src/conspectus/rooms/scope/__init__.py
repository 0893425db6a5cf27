"""Scope: needs and requirements, deliverables and their acceptance, quality."""
