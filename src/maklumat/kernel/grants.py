"""What the application's database role may do: everything but rewrite history.

Run after each migration by the owner's role. Where the application connects as the owner (one role only),
the triggers still refuse; `maklumat doctor` says that two roles are better.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connection

APPEND_ONLY = ("ledger_entry", "ledger_position", "ledger_erasure")

# Tiles grow at their end and never change; a key of a leaf can be deleted, not changed; the tree does not shrink; that a subject was erased stays.
TREE_TRIGGERS = """
CREATE OR REPLACE FUNCTION ledger_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'ledger_tree' THEN
    IF NEW.id = OLD.id AND NEW.size >= OLD.size THEN RETURN NEW; END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF NEW.level = OLD.level AND NEW.index = OLD.index AND substring(NEW.hashes FROM 1 FOR length(OLD.hashes)) = OLD.hashes THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'the ledger only grows: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER ledger_tile_grows BEFORE UPDATE OR DELETE ON ledger_tile FOR EACH ROW EXECUTE FUNCTION ledger_grows();
CREATE TRIGGER ledger_tile_kept BEFORE TRUNCATE ON ledger_tile FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_tree_grows BEFORE UPDATE OR DELETE ON ledger_tree FOR EACH ROW EXECUTE FUNCTION ledger_grows();
CREATE TRIGGER ledger_tree_kept BEFORE TRUNCATE ON ledger_tree FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_row_key_frozen BEFORE UPDATE ON ledger_row_key FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_erasure_frozen BEFORE UPDATE OR DELETE ON ledger_erasure FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_erasure_kept BEFORE TRUNCATE ON ledger_erasure FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
"""

TRIGGERS = """
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
  USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE OR REPLACE FUNCTION ledger_await() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO ledger_waiting (entry_id) VALUES (NEW.id); RETURN NULL; END $$;
CREATE TRIGGER ledger_entry_frozen BEFORE UPDATE OR DELETE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_entry_kept BEFORE TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_position_frozen BEFORE UPDATE OR DELETE ON ledger_position
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_position_kept BEFORE TRUNCATE ON ledger_position
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_entry_awaits AFTER INSERT ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_await();
"""


def grant_application_role(**_: object) -> None:
    """Give the application's role its rights, and take the ledger's UPDATE, DELETE and TRUNCATE from it."""
    role = settings.APPLICATION_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone() is None:
            return
        quoted = connection.ops.quote_name(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {quoted}")
        for table in APPEND_ONLY:
            cursor.execute("SELECT to_regclass(%s)", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {quoted}")
