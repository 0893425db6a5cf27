"""Words marked for translation where nothing is set up yet: commands without rows read them too."""

from __future__ import annotations


def gettext_noop(words: str) -> str:
    """Return the words as they are; the catalogue's extraction finds them by this name.

    Django's own of this name asks for settings, which a command that reads files alone does not have.
    """
    return words
