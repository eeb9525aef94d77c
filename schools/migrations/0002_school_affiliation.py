"""Schools belong to communes by date: what was one column becomes one row without days for each school."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def open_affiliations(apps: Any, schema_editor: Any) -> None:
    """What is known of a school's commune so far held always and goes on."""
    School, SchoolAffiliation = (apps.get_model("schools", name) for name in ("School", "SchoolAffiliation"))
    rows = School.objects.order_by("pk").values_list("pk", "commune_id")
    SchoolAffiliation.objects.bulk_create(
        [SchoolAffiliation(school_id=school, commune_id=commune) for school, commune in rows], batch_size=500
    )
    schema_editor.connection.check_constraints()  # PostgreSQL alters no table whose keys are still to be checked


def keep_the_latest(apps: Any, schema_editor: Any) -> None:
    """One column holds one commune: the latest of each school."""
    School, SchoolAffiliation = (apps.get_model("schools", name) for name in ("School", "SchoolAffiliation"))
    rows = SchoolAffiliation.objects.order_by(models.F("valid_from").asc(nulls_first=True), "pk")
    for row in rows:
        School.objects.filter(pk=row.school_id).update(commune_id=row.commune_id)
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SchoolAffiliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affiliated_schools",
                        to="schools.organisation",
                        verbose_name="địa bàn",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="affiliations",
                        to="schools.school",
                        verbose_name="trường",
                    ),
                ),
            ],
            options={
                "verbose_name": "địa bàn theo thời gian",
                "verbose_name_plural": "địa bàn theo thời gian",
                "ordering": ["school", models.OrderBy(models.F("valid_from"), nulls_first=True), "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("school",),
                        name="affiliation_one_open",
                        violation_error_message="Trường đã có một địa bàn chưa ghi ngày kết thúc.",
                    ),
                    models.UniqueConstraint(
                        fields=("school", "valid_from"),
                        name="affiliation_school_valid_from",
                        violation_error_message="Trường đã có địa bàn từ ngày này.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_from__isnull", True)),
                        fields=("school",),
                        name="affiliation_school_without_day",
                        violation_error_message="Trường đã có địa bàn không ghi ngày bắt đầu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_from__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="affiliation_valid_range",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                ],
            },
        ),
        migrations.AlterField(
            "school",
            "commune",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commune_schools",
                to="schools.organisation",
                verbose_name="địa bàn",
            ),
        ),
        migrations.RunPython(open_affiliations, keep_the_latest),
        migrations.RemoveField("school", "commune"),
    ]
