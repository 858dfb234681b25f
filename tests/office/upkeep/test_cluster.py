"""The plan of a cluster names every table once: shared, cut by agency, or left on the coordinator."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection

from canbo.office.base.trail import trail_models
from canbo.office.upkeep import cluster


def laid(kind: str) -> list[str]:
    return re.findall(rf"SELECT create_{kind}_table\('(\w+)'", "\n".join(cluster.statements()))


@pytest.mark.django_db
def test_every_table_is_laid_once_and_only_what_django_keeps_stays() -> None:
    shared, cut = laid("reference"), laid("distributed")
    assert sorted(cut) == sorted(model._meta.db_table for model in trail_models())
    assert len(set(shared + cut)) == len(shared + cut)
    left = set(connection.introspection.table_names()) - {*shared, *cut}
    kept = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in cluster.COORDINATOR}
    assert left == kept | {"django_migrations"}
    assert not [name for name in kept if name.startswith(("person", "unit"))]


def test_a_table_comes_after_those_it_links_to() -> None:
    order = laid("reference")
    assert order.index("unit") < order.index("post") < order.index("posting")
    trail = laid("distributed")
    at = [trail.index(name) for name in ("cycle", "sheet", "decision", "petition")]
    assert at == sorted(at)
