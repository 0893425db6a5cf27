"""Method packs: standards as YAML, with a published schema (method.schema.json)."""

from conspectus.formats.methods.method import Method, Policy
from conspectus.formats.methods.reading import Reading, digest, read, write

__all__ = ["Method", "Policy", "Reading", "digest", "read", "write"]
