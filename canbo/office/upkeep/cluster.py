"""How the tables lie on a PostgreSQL cluster (Citus): the trail cut by agency, what all agencies share on every node.

Every trail table's keys and links carry the agency (`canbo check distribution`), so that an agency's rows lie together
on one node and an act touches that node alone. Tables of the whole installation (people, units, regulations) are small
beside the trail and are replicated. Log-ins, jobs and what Django keeps for itself stay on the coordinator.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import models

from canbo.office.base.trail import TrailKey, TrailModel, held

COORDINATOR = ("axes", "sessions", "django_tasks_database", "account", "mfa")


def statements() -> list[str]:
    """What to run, in this order, on the coordinator, after `canbo migrate` on an empty database."""
    every = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    shared = [model for model in every if not issubclass(model, TrailModel) and not _stays(model)]
    trail = _below_first(model for model in every if issubclass(model, TrailModel))
    lines = ["CREATE EXTENSION IF NOT EXISTS citus;"]
    lines += [f"SELECT create_reference_table('{_name(model)}');" for model in _below_first(shared)]
    first = _name(trail[0])
    lines += [
        f"SELECT create_distributed_table('{_name(model)}', 'agency_id'{_beside(first) if at else ''});"
        for at, model in enumerate(trail)
    ]
    return lines


def _beside(first: str) -> str:
    return f", colocate_with => '{first}'"


def _stays(model: type[models.Model]) -> bool:
    return model._meta.app_label in COORDINATOR


def _name(model: type[models.Model]) -> str:
    return model._meta.db_table


def _below_first(found: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Tables before those that link to them."""
    left, done = {model: _links(model) for model in found}, []
    while left:
        free = sorted((model for model, links in left.items() if not links & left.keys()), key=_name)
        for model in free or sorted(left, key=_name):  # a ring of links: in any order
            done.append(model)
            del left[model]
    return done


def _links(model: type[models.Model]) -> set[type[models.Model]]:
    """What the database itself holds it to; between trail tables, on PostgreSQL, by the composite constraints."""
    keys = (field for field in model._meta.local_fields if isinstance(field, models.ForeignKey))
    bound = (key for key in keys if held(key) or isinstance(key, TrailKey))
    return {key.related_model for key in bound if key.related_model is not model}
