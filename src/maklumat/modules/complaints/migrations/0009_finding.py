import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

OPEN = "('received', 'forwarded', 'judging', 'in_process', 'asked', 'answered')"
PUBLIC = (
    "{row}.published_at IS NOT NULL AND NOT {row}.secret AND {row}.kind <> 'oversight' "
    "AND {row}.state NOT IN ('draft', 'archived', 'joined')"
)
TEXT = "to_tsvector('indonesian', {row}.public_title || ' ' || {row}.public_text)"
FILL = f"""
INSERT INTO complaints_imprint (report_id, words, category_id, cell, latitude, longitude, filed_at, is_open)
SELECT id, words, category_id, CASE WHEN root_id IS NULL THEN cell END, latitude, longitude, filed_at, state IN {OPEN} FROM complaints_report WHERE state <> 'draft' AND words <> '{{}}';
INSERT INTO complaints_publication (report_id, published_at, text)
SELECT id, published_at, {TEXT.format(row="report")} FROM complaints_report AS report WHERE {PUBLIC.format(row="report")};
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
TRIGGERS = f"""
CREATE FUNCTION complaints_publish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {PUBLIC.format(row="NEW")} THEN
    INSERT INTO complaints_publication (report_id, published_at, text) VALUES (NEW.id, NEW.published_at, {TEXT.format(row="NEW")})
      ON CONFLICT (report_id) DO UPDATE SET published_at = EXCLUDED.published_at, text = EXCLUDED.text;
  ELSE
    DELETE FROM complaints_publication WHERE report_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION complaints_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE complaints_imprint SET is_open = NEW.state IN {OPEN}, category_id = NEW.category_id WHERE report_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER complaints_report_published AFTER INSERT ON complaints_report FOR EACH ROW
  WHEN ({PUBLIC.format(row="NEW")}) EXECUTE FUNCTION complaints_publish();
CREATE TRIGGER complaints_report_republished AFTER UPDATE ON complaints_report FOR EACH ROW
  WHEN (({PUBLIC.format(row="OLD")}) <> ({PUBLIC.format(row="NEW")}) OR OLD.published_at <> NEW.published_at
    OR OLD.public_title <> NEW.public_title OR OLD.public_text <> NEW.public_text) EXECUTE FUNCTION complaints_publish();
CREATE TRIGGER complaints_report_followed AFTER UPDATE ON complaints_report FOR EACH ROW
  WHEN (OLD.state <> 'draft' AND ((OLD.state IN {OPEN}) <> (NEW.state IN {OPEN}) OR OLD.category_id IS DISTINCT FROM NEW.category_id)) EXECUTE FUNCTION complaints_follow();
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0008_verified_contact")]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="publication",
                        serialize=False, to="complaints.report",
                    ),
                ),
                ("published_at", models.DateTimeField()),
                ("text", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={"db_table": "complaints_publication"},
        ),
        migrations.CreateModel(
            name="Imprint",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="imprint",
                        serialize=False, to="complaints.report",
                    ),
                ),
                ("words", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField())),
                ("category_id", models.UUIDField(null=True)),
                ("cell", models.BigIntegerField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("filed_at", models.DateTimeField()),
                ("is_open", models.BooleanField(default=True)),
            ],
            options={"db_table": "complaints_imprint"},
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="report", name="report_words"),
        migrations.RemoveIndex(model_name="report", name="report_near"),
        migrations.RemoveIndex(model_name="report", name="report_public_text"),
        migrations.AlterField(
            model_name="report",
            name="root",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="parts",
                to="complaints.report",
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["-published_at", "-report"], name="publication_newest"),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=django.contrib.postgres.indexes.GinIndex(fields=["text"], name="publication_text"),
        ),
        migrations.AddIndex(
            model_name="imprint",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="report_words"),
        ),
        migrations.AddIndex(
            model_name="imprint",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("is_open", True)), fields=["words"], name="report_words_open"
            ),
        ),
        migrations.AddIndex(
            model_name="imprint",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["filed_at"], name="report_words_filed", pages_per_range=16
            ),
        ),
        migrations.AddIndex(
            model_name="imprint",
            index=models.Index(
                condition=models.Q(("cell__isnull", False)), fields=["cell", "-filed_at"], name="report_near"
            ),
        ),
        migrations.RemoveField(model_name="report", name="words"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]  # fmt: skip
