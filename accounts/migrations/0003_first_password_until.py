from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_change_log")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="first_password_until",
            field=models.DateTimeField(
                blank=True,
                help_text="Sau lúc này mật khẩu do người khác cấp không dùng được nữa.",
                null=True,
                verbose_name="mật khẩu lần đầu dùng đến",
            ),
        ),
    ]
