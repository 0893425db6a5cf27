"""Guides, templates, checklists, examples, glossary and lessons learned."""
