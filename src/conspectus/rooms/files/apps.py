"""The files room as Django knows it."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.files"
    label = "files"
    verbose_name = "Files"
    default_auto_field = "django.db.models.BigAutoField"
