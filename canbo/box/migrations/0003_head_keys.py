"""The public key beside each signature, so that a box whose key was lost can go on with another."""

from typing import Any

from django.db import migrations, models


def name_the_key(apps: Any, schema_editor: Any) -> None:
    """Heads made until now were signed by the one key there was."""
    from canbo.box import key

    heads = apps.get_model("box", "Head").objects.filter(key="")
    if heads.exists():
        heads.update(key=key.public())


class Migration(migrations.Migration):
    dependencies = [("box", "0002_signed_heads")]
    operations = [
        migrations.AddField("head", "key", models.CharField(default="", max_length=43), preserve_default=False),
        migrations.RunPython(name_the_key, migrations.RunPython.noop),
    ]
