"""What all tests share: the settings, how hard hypothesis tries, and that nothing is skipped in silence."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

# The tests' own data folder, inside the one of the run when xdist has started several processes.
DATA = Path(tempfile.mkdtemp(prefix="canbo-tests.", dir=os.environ.get("CANBO_TEST_DATA")))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
(DATA / "static").mkdir()
os.environ.setdefault("CANBO_TEST_DATA", str(DATA))
os.environ["CANBO_DATA"] = str(DATA)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.office.settings")

# HYPOTHESIS_PROFILE=thorough is what the whole `./test` uses. No deadline: the machine may be busy.
hypothesis_settings.register_profile("everyday", max_examples=50, deadline=None, database=None)
hypothesis_settings.register_profile("thorough", max_examples=300, deadline=None, database=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


class NothingSkipped:
    """Turns a skipped or expected-to-fail test into a failed run: what does not run, protects nothing."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.skipped.append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skipped:
            terminalreporter.section("skipped tests fail the run", red=True)
            for nodeid in self.skipped:
                terminalreporter.line(nodeid)


def pytest_configure(config: pytest.Config) -> None:
    # Argon2 costs a fifth of a second of CPU by design; tests make accounts by the hundred.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Names with a hash in them need `collectstatic` first; the tests serve the files as they stand.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    config.pluginmanager.register(NothingSkipped(), "nothing-skipped")


def pytest_report_header() -> str:
    return f"database: {'PostgreSQL' if os.environ.get('DATABASE_URL') else 'SQLite'}"


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """The tests' database: migrations played, or what they made copied where they have not changed since."""
    from tests import migrated

    with django_db_blocker.unblock():
        made = migrated.database(request.config)
        made.__enter__()
    yield
    with django_db_blocker.unblock():
        made.__exit__(None, None, None)
