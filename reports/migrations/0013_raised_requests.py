"""Requests of reports that were sent before requests had a life of their own were raised when their report was sent."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def note_when_raised(apps: Any, schema_editor: Any) -> None:
    submissions = apps.get_model("reports", "Submission")
    sent = submissions.objects.filter(pk=OuterRef("submission_id")).values("first_submitted_at")[:1]
    apps.get_model("reports", "Recommendation").objects.filter(
        raised_at=None, submission__first_submitted_at__isnull=False
    ).update(raised_at=Subquery(sent))


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_living_requests")]

    operations = [migrations.RunPython(note_when_raised, migrations.RunPython.noop)]
