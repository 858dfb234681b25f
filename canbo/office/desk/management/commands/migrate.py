"""`canbo migrate`: Django's own, in less than two thirds of its time on an empty database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db.migrations.state import ProjectState


@contextmanager
def new_models_alone() -> Iterator[None]:
    """For each model a migration makes, Django renders anew every model that hangs together with it, which in this
    house is all of them. To a model that is new nothing refers yet: it alone needs rendering."""
    reload = ProjectState.reload_model

    def reload_model(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in self.__dict__ and model_name not in self.apps.all_models[app_label]:
            self.apps.render_multiple([self.models[app_label, model_name]])
        else:
            reload(self, app_label, model_name, delay)

    ProjectState.reload_model = reload_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.reload_model = reload  # type: ignore[method-assign]


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with new_models_alone():
            super().handle(*args, **options)
