from django.db import migrations

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
     OR NOT (NEW.state = 'superseded' OR NEW.state = OLD.state) THEN
    RAISE EXCEPTION 'a published standard does not change' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalogue_standard_frozen BEFORE UPDATE OR DELETE ON catalogue_standard
  FOR EACH ROW EXECUTE FUNCTION catalogue_freeze();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FREEZE, migrations.RunSQL.noop)]
