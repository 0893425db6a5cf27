"""The database itself refuses to change or remove what was said under a closure, and one that is confirmed."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {
    "closure_pointleft": "what was left open by decision never changes",
    "closure_handing": "what was handed over at a closure never changes",
    "closure_reconciliation": "a reconciled cost never changes; a later one takes its place",
    "closure_benefit": "a benefit named at a closure never changes",
    "closure_benefitanswer": "what the owner of a benefit wrote never changes",
    "closure_plannedreview": "the review planned at a closure never changes; a later one takes its place",
    "closure_closuredecision": "the decision on a closure never changes",
    "closure_forecastscore": "the score of a forecast never changes",
}
CONFIRMED = {"closure_closure": "a confirmed closure never changes"}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("closure", "0001_closures")]

    operations = [never_changes(TABLES), never_changes(CONFIRMED, when="OLD.state = 'confirmed'")]
