from django.db import migrations


class Migration(migrations.Migration):
    """Tries are counted by the kernel since; those of the last quarter of an hour may be forgotten."""

    dependencies = [("applications", "0002_worklist_indexes")]
    operations = [migrations.DeleteModel(name="Try")]
