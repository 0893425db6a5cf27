"""The followup room as Django knows it."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.followup"
    label = "followup"
    verbose_name = "Followup"
    default_auto_field = "django.db.models.BigAutoField"
