"""A table whose rows never change, and go only where an erasure on record says why: as a migration operation."""

from __future__ import annotations

from typing import Any

from canbo.office.base.trail import Record

SAID = "profile_value goes only with an erasure on record"


class Erasable(Record):
    """As `Record`, but a row may be deleted once `profile_erasure` names its entry."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        erased = "SELECT 1 FROM profile_erasure WHERE profile_erasure.entry_id = OLD.entry_id"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'DROP TRIGGER "{table}_no_delete" ON "{table}"', params=None)
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {table}_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF EXISTS ({erased}) THEN RETURN OLD; END IF; RAISE EXCEPTION '{SAID}'; END $$",
                params=None,
            )
            act = f"FOR EACH ROW EXECUTE FUNCTION {table}_erased()"
        else:
            schema_editor.execute(f'DROP TRIGGER "{table}_no_delete"', params=None)
            act = f"FOR EACH ROW WHEN NOT EXISTS ({erased}) BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        schema_editor.execute(f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {act}', params=None)
