from django.db import migrations, models
from django.db.models import Q

# Applications that ended before: what their standard says, from the day they ended.
BEGIN = """
UPDATE applications_attachment file SET kept_until = case_.finished_at + make_interval(months => coalesce(
  (SELECT (line->>'retention_months')::int FROM catalogue_standard standard,
          jsonb_array_elements(standard.content->'requirements') line
   WHERE standard.id = case_.version_id AND line->>'key' = file.requirement LIMIT 1), 24))
FROM applications_application case_
WHERE case_.id = file.application_id AND case_.finished_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0004_worklist_at_a_million"), ("catalogue", "0003_in_force_from")]
    operations = [
        migrations.AddField("attachment", "kept_until", models.DateTimeField(null=True)),
        migrations.AddField("attachment", "erased_at", models.DateTimeField(null=True)),
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex("attachment", models.Index(fields=["file_id"], name="attachment_file")),
        migrations.AddIndex(
            "attachment",
            models.Index(
                fields=["kept_until"], name="attachment_expires", condition=Q(kept_until__isnull=False, erased_at=None)
            ),
        ),
    ]
