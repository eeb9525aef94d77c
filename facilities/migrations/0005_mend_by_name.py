"""A thing to mend may still be mended on its last day, so its name must not say "before"."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("facilities", "0004_fund_source_end")]

    operations = [
        migrations.AlterField(
            model_name="finding",
            name="mend_by",
            field=models.DateField(blank=True, null=True, verbose_name="khắc phục chậm nhất ngày"),
        ),
    ]
