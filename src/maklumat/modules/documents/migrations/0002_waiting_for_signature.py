from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("state__in", ("numbered", "rendered"))),
                fields=["issued_at", "id"],
                name="certificate_waiting",
            ),
        ),
    ]
