from django.db import migrations

from maklumat.kernel.grants import TRIGGERS


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop)]
