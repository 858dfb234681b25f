"""The town of the office's tests serves the attacks on it as well."""

from tests.office.conftest import one_factor, town

__all__ = ["one_factor", "town"]
