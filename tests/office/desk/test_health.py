"""What a monitor is told: nothing of people, and the truth about database and files."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries


@pytest.mark.django_db
def test_a_stranger_is_told_that_it_lives_without_asking_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/alive/")
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"ok", {})


@pytest.mark.django_db
def test_what_is_not_well_is_named(settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    well = Client().get("/ready/")
    assert (well.status_code, well.json()) == (200, {"database": "ok", "files": "ok"})
    settings.FILES = tmp_path / "file"
    settings.FILES.touch()
    assert Client().get("/ready/").json() == {"database": "ok", "files": "cannot be written"}
    MigrationRecorder.Migration.objects.filter(app="results", name="0001_initial").delete()
    behind = Client().get("/ready/")
    assert (behind.status_code, behind.json()["database"]) == (503, "schema behind: canbo migrate")
