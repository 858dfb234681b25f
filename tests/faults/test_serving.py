"""`canbo serve` asked to end: what is in hand is finished, a job stops between two batches and goes on afterwards."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, transaction

from canbo.office.base import jobs
from canbo.office.base.models import Job
from canbo.office.desk import serving
from canbo.office.evaluations.models import Draft
from tests.browser.server import free_port
from tests.faults.place import CANBO, PATIENCE_SECONDS, Place, until
from tests.faults.web import Server, answers, browser
from tests.office.evaluations import month
from tests.town import Town


def served(place: Place) -> Server:
    """`canbo serve`, answering."""
    port = free_port()
    server = Server(place, port, place.start(*CANBO, "serve", "--port", str(port)))
    until(lambda: answers(server), "the server answers")
    return server


def ended(server: Server) -> bool:
    """Ask it to end; whether it did, and well."""
    server.process.send_signal(signal.SIGTERM)
    return server.process.wait(PATIENCE_SECONDS) == 0


@contextmanager
def held(table: str) -> Iterator[None]:
    """Nobody can write there meanwhile."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield


def test_a_request_in_hand_is_answered_before_the_end(place: Place, town: Town) -> None:
    month.opened(town, due=month.FAR)
    where, nam = month.url("draft", month.sheet(town, "nam").pk, "self"), browser(town, "nam")
    server = served(place)
    with ThreadPoolExecutor(1) as thread:
        with held("draft"):
            sent = thread.submit(nam.post, server.port, where, {"m0": "7", "version": 0})
            time.sleep(2)
            assert not sent.done()
            server.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert server.process.poll() is None
        assert sent.result()[0] == 200
    assert server.process.wait(PATIENCE_SECONDS) == 0, place.said()
    assert Draft.objects.get().marks[0] == 700


def test_a_job_stops_between_batches_and_is_queued_by_the_next_start(place: Place, town: Town) -> None:
    actor = town.accounts["trang"]
    job = jobs.start(kind="slow", label="Việc lâu", agency_id=town.units["ward"].agency_id, actor=actor, arguments={})
    port = free_port()
    door = serving.web("127.0.0.1", port, 1, door="tests.faults.slow")
    server = Server(place, port, place.start(*door))
    for batches in (3, 1):
        until(lambda batches=batches: Job.objects.get(pk=job.pk).done >= batches, "work is done")  # type: ignore[misc]
        assert ended(server), place.said()
        job.refresh_from_db()
        assert (job.state, job.done < 1000) == ("waiting", True)
        Job.objects.filter(pk=job.pk).update(done=0)
        server = Server(place, port, place.start(*door))


def test_two_never_serve_one_folder(place: Place) -> None:
    server = served(place)
    assert "[WARNING]" not in place.said()  # granian's about threads, which are meant
    assert place.refused(*CANBO, "serve", "--port", str(free_port())) == f"Canbo đang chạy trên {place.data} rồi."
    assert ended(server), place.said()
    assert ended(served(place))
