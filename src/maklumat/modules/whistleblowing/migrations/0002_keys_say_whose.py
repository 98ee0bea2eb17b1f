from django.db import migrations, models

TITLES = "UPDATE whistleblowing_key k SET title = h.title FROM whistleblowing_keyholder h WHERE h.id = k.holder_id"


class Migration(migrations.Migration):
    dependencies = [("whistleblowing", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="key", name="title", field=models.CharField(max_length=120, default=""), preserve_default=False
        ),
        migrations.RunSQL(TITLES, migrations.RunSQL.noop),
        migrations.AlterField(model_name="sealedfile", name="key", field=models.BinaryField(unique=True)),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "erased"), _negated=True),
                fields=["-received_on", "-id"],
                name="whistleblowing_desk",
            ),
        ),
    ]
