"""What opened a tier by points becomes one of its criteria."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def to_criteria(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """Write a criterion for every tier that had a number of points."""
    tiers = apps.get_model("loyalty", "Tier").objects.exclude(entry_points=None)
    apps.get_model("loyalty", "TierCriterion").objects.bulk_create(
        apps.get_model("loyalty", "TierCriterion")(
            tier=tier, use="entry", measure="points", threshold=tier.entry_points
        )
        for tier in tiers
    )


def to_points(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """Write the points back beside the tier."""
    criteria = apps.get_model("loyalty", "TierCriterion").objects
    for criterion in criteria.filter(use="entry", measure="points").select_related("tier"):
        criterion.tier.entry_points = int(criterion.threshold)
        criterion.tier.save()


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0003_whole_programme")]

    operations = [migrations.RunPython(to_criteria, to_points)]
