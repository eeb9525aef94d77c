"""Whether rows of other apps, which plans do not know, rest on a row of a plan."""

from django.db.models import PROTECT, Model


def is_used(row: Model) -> bool:
    """Whether something points to the row and keeps it from being deleted. False for an unsaved row."""
    if row.pk is None:
        return False
    keys = [(rel.related_model, rel.field.name) for rel in row._meta.related_objects if rel.on_delete is PROTECT]
    return any(model._base_manager.filter(**{name: row.pk}).exists() for model, name in keys)
