from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_tries_are_the_kernels")]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("state", "returned")),
                fields=["work_order", "id"],
                name="application_waiting_all",
            ),
        ),
    ]
