from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_authoring")]

    operations = [
        migrations.AddField(
            model_name="planimport",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="số lần đọc"),
        ),
    ]
