"""Backups: one sealed file that is verified after writing and before anything is restored from it."""

from conspectus.kit.backups.reading import Backup, open_backup, take_out
from conspectus.kit.backups.writing import copy_database, write_backup

__all__ = ["Backup", "copy_database", "open_backup", "take_out", "write_backup"]
