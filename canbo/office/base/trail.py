"""The paper trail: tables that can be distributed by agency, and records that cannot be rewritten.

Every trail table carries its agency. On PostgreSQL its key is (id, agency_id) and every link to another
trail table is a composite foreign key that includes agency_id, as a cluster distributed by agency demands;
SQLite keeps the plain key and the plain foreign key. `Distribute` and `Record` are migration operations.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as live_apps
from django.db import connections, models
from django.db.migrations.operations.base import Operation
from django.db.models.functions import Coalesce

from canbo.office.base.lean import Lean


class TrailModel(Lean):
    """Abstract: a row of an agency's paper trail."""

    agency = models.ForeignKey("base.Agency", on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        abstract = True


class TrailKey(models.ForeignKey):
    """A link between two trail tables of the same agency.

    Its plain constraint exists on SQLite only: on PostgreSQL `Distribute` adds the composite one, which
    Django's own foreign key cannot express.
    """

    @property
    def db_constraint(self) -> bool:
        return connections["default"].vendor != "postgresql"

    @db_constraint.setter
    def db_constraint(self, value: bool) -> None:
        """Django assigns it in __init__; the engine decides instead."""

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


def trail_keys(model: type[models.Model]) -> list[TrailKey]:
    """The links of a trail model to other trail tables."""
    return [field for field in model._meta.local_fields if isinstance(field, TrailKey)]


def how_many(rows: models.QuerySet[Any], link: str) -> Coalesce:
    """How many of these trail rows link to the row of the outer query, for `annotate`. Not `Count` over the relation:
    on PostgreSQL a trail table's key is (id, agency_id), and grouping by id alone is refused."""
    linked = rows.filter(**{"agency": models.OuterRef("agency"), link: models.OuterRef("pk")}).order_by()
    counted = linked.values(link).annotate(rows=models.Count("*")).values("rows")
    return Coalesce(models.Subquery(counted), 0)


class _SchemaOperation(Operation):
    """An operation on the database alone, for one model, written after its CreateModel."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.model], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models does not change."""

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Dropping the table drops what was added to it."""

    def describe(self) -> str:
        return f"{self.__class__.__name__} {self.model}"


class Distribute(_SchemaOperation):
    """On PostgreSQL: key (id, agency_id), and composite foreign keys named <table>_<column>_agency."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        model = to_state.apps.get_model(app_label, self.model)
        table = model._meta.db_table
        schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_pkey"')
        schema_editor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_pkey" PRIMARY KEY (id, agency_id)')
        for key in trail_keys(model):
            target = key.related_model._meta.db_table
            schema_editor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{key.column}_agency" '
                f'FOREIGN KEY ("{key.column}", agency_id) REFERENCES "{target}" (id, agency_id) '
                "DEFERRABLE INITIALLY DEFERRED"
            )


def at_once(apps: Any, schema_editor: Any) -> None:
    """For `RunPython`, after rows are written into a table that the same migration makes: PostgreSQL checks their links
    now, not at the end, since it does not alter a table while a check of its rows is pending."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Record(_SchemaOperation):
    """The database refuses UPDATE and DELETE on this table (triggers <table>_no_update, <table>_no_delete). To be said
    again after a change of constraints: SQLite builds the table anew for it, and the triggers are lost with the old."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        postgres = schema_editor.connection.vendor == "postgresql"
        if postgres:
            schema_editor.execute(
                "CREATE OR REPLACE FUNCTION canbo_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
                "BEGIN RAISE EXCEPTION '% is a record: rows are added, never changed', TG_TABLE_NAME; END $$",
                params=None,
            )
        for verb in ("UPDATE", "DELETE"):
            on = f' ON "{table}"' if postgres else ""
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{verb.lower()}"{on}', params=None)
            act = (
                "EXECUTE FUNCTION canbo_refuse()"
                if postgres
                else f"BEGIN SELECT RAISE(ABORT, '{table} is a record: rows are added, never changed'); END"
            )
            schema_editor.execute(
                f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" FOR EACH ROW {act}', params=None
            )


def trail_models() -> list[type[models.Model]]:
    """Every concrete model of the paper trail."""
    return [model for model in live_apps.get_models() if issubclass(model, TrailModel)]


def distribution_faults() -> list[str]:
    """What in the models keeps a trail table from being distributed by agency; empty when nothing does.

    Each unique key must include the agency, each link between trail tables must be a `TrailKey`,
    and no many-to-many table may hide beside.
    """
    faults: list[str] = []
    for model in trail_models():
        name = model._meta.label
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                faults.append(f"{name}.{field.name} is unique without the agency")
            target = field.related_model if field.is_relation else None
            if isinstance(target, type) and issubclass(target, TrailModel) and not isinstance(field, TrailKey):
                faults.append(f"{name}.{field.name} links to {target._meta.label} without the agency: use TrailKey")
        faults += [f"{name}.{field.name} is many-to-many" for field in model._meta.local_many_to_many]
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and "agency" not in constraint.fields:
                faults.append(f"{name}: {constraint.name} lacks the agency")
    return faults + _faults_of_the_shared()


def held(key: models.ForeignKey[Any, Any]) -> bool:
    """Whether the database itself holds a link to its target by a plain constraint."""
    return bool(getattr(key, "db_constraint", True))


def _faults_of_the_shared() -> list[str]:
    """Constraints from tables of the whole installation (on every node) into the trail: a cluster has none."""
    return [
        f"{model._meta.label}.{field.name} holds a row of {field.related_model._meta.label}: db_constraint=False"
        for model in live_apps.get_models(include_auto_created=True)
        if not issubclass(model, TrailModel)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and held(field) and issubclass(field.related_model, TrailModel)
    ]
