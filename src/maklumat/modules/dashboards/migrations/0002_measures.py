"""The figures are laid out anew, by measure. What stood there is made again from the ledger by the worker."""

import django.db.models.deletion
from django.db import migrations, models

import maklumat.kernel.ids

FREEZE = """
CREATE FUNCTION dashboards_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the figures of a closed period are frozen: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER dashboards_figure_frozen BEFORE UPDATE OR DELETE ON dashboards_figure FOR EACH ROW
  WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION dashboards_refuse();
"""


def count_again(apps, schema_editor):
    """A ledger that has facts already is counted by the worker, once."""
    from maklumat.kernel import outbox

    if apps.get_model("kernel", "Entry").objects.exists():
        outbox.enqueue("dashboards.recompute", once="dashboards.recompute")


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0001_initial"),
        ("kernel", "0004_burning_messages"),
        ("units", "0002_places"),
    ]
    operations = [
        *(migrations.DeleteModel(name) for name in ("Counted", "Figure", "Outcome", "Tally")),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("fact_id", models.UUIDField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("period", models.CharField(db_collation="C", max_length=7, primary_key=True, serialize=False)),
                ("leaves", models.JSONField()),
                ("moves", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.UUIDField(default=maklumat.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=20)),
                ("period", models.CharField(blank=True, db_collation="C", max_length=7)),
                ("digest", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject_id", "period", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject_id", models.UUIDField()),
                ("period", models.CharField(db_collation="C", max_length=7)),
                (
                    "kind",
                    models.CharField(
                        choices=[("service", "Service"), ("unit", "Unit"), ("government", "Government")], max_length=10
                    ),
                ),
                ("values", models.JSONField()),
                ("bounds", models.JSONField()),
                ("shown", models.JSONField(null=True)),
                ("versions", models.JSONField()),
                ("as_of", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["period"], name="figure_period")],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("fact_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "family",
                    models.CharField(
                        choices=[("applications", "Applications"), ("reports", "Reports"), ("oversight", "Oversight")],
                        db_collation="C",
                        max_length=12,
                    ),
                ),
                ("service_id", models.UUIDField()),
                ("unit_id", models.UUIDField()),
                ("day", models.DateField()),
                ("net_seconds", models.BigIntegerField()),
                ("gross_seconds", models.BigIntegerField()),
                ("used_percent", models.IntegerField()),
                ("kept", models.BooleanField()),
                ("ended", models.CharField(db_collation="C", max_length=9)),
                ("returns", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["service_id", "day"],
                        include=("family", "net_seconds", "gross_seconds", "used_percent", "kept", "ended", "returns"),
                        name="outcome_service_day",
                    ),
                    models.Index(
                        fields=["unit_id", "day"],
                        include=("family", "net_seconds", "gross_seconds", "used_percent", "kept", "ended", "returns"),
                        name="outcome_unit_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit_id",
                        "service_id",
                        "day",
                        "what",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("unit_id", models.UUIDField()),
                ("service_id", models.UUIDField()),
                ("day", models.DateField()),
                ("what", models.CharField(db_collation="C", max_length=20)),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["service_id", "day"], include=("what", "count"), name="tally_service_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.UUIDField(default=maklumat.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("period", models.CharField(db_collation="C", max_length=7)),
                ("text", models.TextField()),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "period", "-written_at"], name="remark_latest")],
            },
        ),
        migrations.RunSQL([FREEZE], migrations.RunSQL.noop),
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]
