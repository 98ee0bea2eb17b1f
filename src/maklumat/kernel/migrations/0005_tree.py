from django.db import migrations, models

from maklumat.kernel.grants import TREE_TRIGGERS


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_burning_messages")]
    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("subject", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_erasure"},
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_head"},
        ),
        migrations.CreateModel(
            name="RowKey",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.BinaryField()),
            ],
            options={"db_table": "ledger_row_key"},
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hashes", models.BinaryField()),
            ],
            options={"db_table": "ledger_tile"},
        ),
        migrations.CreateModel(
            name="Tree",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField(default=0)),
            ],
            options={"db_table": "ledger_tree"},
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField()),
                ("witness", models.CharField(max_length=200)),
                ("lines", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_cosignature",
                "constraints": [models.UniqueConstraint(fields=("size", "witness"), name="ledger_cosigned_once")],
            },
        ),
        migrations.RunSQL(TREE_TRIGGERS, migrations.RunSQL.noop),
    ]
