"""Everything that can be done to a project's schedule."""

from conspectus.rooms.schedule.actions.baselines import set_baseline
from conspectus.rooms.schedule.actions.imports import Imported, Preview, import_plan, preview_import
from conspectus.rooms.schedule.bridge.files import ChooseProject, FileRefused, PlanChoice

__all__ = [
    "ChooseProject",
    "FileRefused",
    "Imported",
    "PlanChoice",
    "Preview",
    "import_plan",
    "preview_import",
    "set_baseline",
]
