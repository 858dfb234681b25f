"""The whole product in one process: the WSGI door, background jobs and clock behind it (`canbo serve` on SQLite)."""

from importlib import import_module

from canbo.family import follow
from canbo.office.wsgi import application

__all__ = ["application"]

follow()
import_module("canbo.office.desk.chores").start()  # it needs the models, which are there only now
