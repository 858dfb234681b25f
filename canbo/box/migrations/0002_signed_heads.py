"""The box's signature under each of its heads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("box", "0001_initial")]
    operations = [
        migrations.AddField("head", "signature", models.CharField(default="", max_length=88), preserve_default=False),
    ]
