from django.db import migrations, models
from django.db.models import F, Q

# As in 0002, and the first moment in force does not change either.
FREEZE = """
CREATE OR REPLACE FUNCTION catalogue_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state NOT IN ('published', 'superseded') THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR NEW.content IS DISTINCT FROM OLD.content OR NEW.content_hash <> OLD.content_hash
     OR NEW.decision IS DISTINCT FROM OLD.decision OR NEW.consultation IS DISTINCT FROM OLD.consultation
     OR NEW.number <> OLD.number OR NEW.service_id <> OLD.service_id OR NEW.published_at <> OLD.published_at
     OR NEW.effective_from IS DISTINCT FROM OLD.effective_from OR NEW.in_force_from IS DISTINCT FROM OLD.in_force_from
     OR NOT (NEW.state = 'superseded' OR NEW.state = OLD.state) THEN
    RAISE EXCEPTION 'a published standard does not change' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Until here a version came into force when it was published, whatever its date said."""

    dependencies = [("catalogue", "0002_published_is_frozen")]
    operations = [
        migrations.AddField("standardversion", "in_force_from", models.DateTimeField(null=True)),
        migrations.RunSQL(
            "UPDATE catalogue_standard SET in_force_from = published_at WHERE published_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(FREEZE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "standardversion",
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review"])
                | (
                    Q(in_force_from__gte=F("published_at"))
                    & (Q(superseded_at=None, state="published") | Q(superseded_at__gte=F("in_force_from")))
                ),
                name="standard_in_force_forward",
            ),
        ),
    ]
