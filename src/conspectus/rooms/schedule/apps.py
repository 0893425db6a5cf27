"""The schedule room as Django knows it."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.schedule"
    label = "schedule"
    verbose_name = "Schedule"
    default_auto_field = "django.db.models.BigAutoField"
