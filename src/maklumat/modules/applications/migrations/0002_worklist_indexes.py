from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                models.F("submitted_at").desc(),
                models.F("id").desc(),
                condition=models.Q(("finished_at__isnull", False)),
                name="application_done",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("state", "returned")),
                fields=["holder_unit", "work_order", "id"],
                name="application_waiting",
            ),
        ),
    ]
