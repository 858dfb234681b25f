"""The web server killed while many people enter marks: what was said to be saved is saved, and nothing is torn."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.place import Place, until
from tests.faults.web import Browser, browser, serve
from tests.town import Town

if TYPE_CHECKING:
    from canbo.office.evaluations.models import Draft

KEYS = ("nam", "hoa", "trang", "anh", "binh", "hung", "mai", "dung")
ENOUGH = 5  # drafts each person has saved when the server is killed


@dataclass(eq=False)
class Writer:
    """Somebody who saves draft after draft, each of which says in every entry the number it is."""

    browser: Browser
    path: str
    items: int
    tried: int = 0
    saved: int = 0

    def write(self, port: int) -> None:
        """Until the server is gone."""
        while (answer := self.save(port)) is not None:
            assert answer[0] == 200, answer[1]

    def save(self, port: int) -> tuple[int, str] | None:
        """Save once: status and text; None where there was no answer."""
        self.tried = self.saved + 1
        form: dict[str, object] = {f"m{index}": self.mark(index, self.tried) for index in range(self.items)}
        form |= {"w0": f"Lần {self.tried}", "comment": f"Lần {self.tried}", "version": self.saved}
        try:
            status, text = self.browser.post(port, self.path, form)
        except (OSError, http.client.HTTPException):
            return None
        if status == 200:
            assert json.loads(text)["version"] == self.tried
            self.saved = self.tried
        return status, text

    def mark(self, index: int, number: int) -> int:
        """Points (of 10) in the first three entries, then percents; those of leaders only stay as they are."""
        return number % 11 if index < 3 else number % 101 if index < 6 else 100

    def check(self, draft: Draft) -> None:
        """The draft is the last one acknowledged or the one that was on its way, in all its parts."""
        number = draft.version
        assert number in (self.saved, self.tried)
        assert draft.marks == tuple(100 * self.mark(index, number) for index in range(self.items))
        assert draft.words == {"0": f"Lần {number}", "comment": f"Lần {number}"}
        self.saved = number


def test_drafts_acknowledged_before_the_server_was_killed_are_there(place: Place, town: Town) -> None:
    from canbo.office.evaluations.models import Draft
    from tests.office.evaluations import month

    month.opened(town, due=month.FAR)
    writers = {
        month.sheet(town, key).pk: Writer(
            browser(town, key), month.url("draft", month.sheet(town, key).pk, "self"), len(month.marks_for(town, key))
        )
        for key in KEYS
    }
    server = serve(place)
    for _ in range(2):
        before = {sheet: writer.saved for sheet, writer in writers.items()}
        with ThreadPoolExecutor(len(writers)) as threads:
            running = [threads.submit(writer.write, server.port) for writer in writers.values()]
            until(
                lambda before=before, running=running: (
                    any(one.done() for one in running)  # type: ignore[misc]
                    or all(writer.saved >= before[sheet] + ENOUGH for sheet, writer in writers.items())
                ),
                "everybody has saved",
            )
            server.kill()
        assert [one.result() for one in running] == [None] * len(writers)
        server = serve(place)
        drafts = {draft.sheet_id: draft for draft in Draft.objects.all()}
        assert drafts.keys() == writers.keys()
        for sheet, writer in writers.items():
            assert writer.saved >= before[sheet] + ENOUGH
            writer.check(drafts[sheet])
