"""Rows to engine values and back: documents, approved baselines, files, figures."""
