from django.db import migrations

FREEZE = """
CREATE FUNCTION surveys_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a published questionnaire is frozen: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER surveys_result_frozen BEFORE UPDATE OR DELETE ON surveys_result FOR EACH ROW EXECUTE FUNCTION surveys_refuse();
"""
# Ending is the one change of a published questionnaire; its words stay.
ENDING = """
CREATE TRIGGER surveys_questionnaire_kept BEFORE DELETE ON surveys_questionnaire FOR EACH ROW
  WHEN (OLD.state <> 'draft') EXECUTE FUNCTION surveys_refuse();
CREATE TRIGGER surveys_questionnaire_frozen BEFORE UPDATE ON surveys_questionnaire FOR EACH ROW
  WHEN (OLD.state <> 'draft' AND (OLD.definition <> NEW.definition OR OLD.key <> NEW.key OR OLD.version <> NEW.version OR NEW.state = 'draft'))
  EXECUTE FUNCTION surveys_refuse();
"""
# A round is written at every answer: room for the next version on the same page.
# And no older version of a row lies about longer than a minute or two, for whoever reads the files of the tables.
ROOM = "ALTER TABLE surveys_round SET (fillfactor = 50);" + "".join(
    f"ALTER TABLE surveys_{table} SET (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);"
    for table in ("answer", "round", "candidate")
)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [migrations.RunSQL([FREEZE + ENDING + ROOM], migrations.RunSQL.noop)]
