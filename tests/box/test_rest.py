"""The box runs while a survey needs it, and ends by itself when none does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from canbo.rulebook.ballot import handover
from tests.box.place import DAY, LAST, PATIENCE_SECONDS, ROOT, Place
from tests.rulebook.ballot.survey import opening, survey

STAYS = 3
ENDS = "mọi đợt đã mở hòm và hết hạn xem, tự dừng"


def turn(place: Place) -> bool:
    """One minute of a box that ends by itself; whether it ended."""
    command = [sys.executable, "-m", "tests.box.puppet", "tick", "--forever", "--ends-after", str(STAYS)]
    with subprocess.Popen(command, env=place.env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as ticking:
        try:
            said, _ = ticking.communicate(timeout=8)
        except subprocess.TimeoutExpired:
            ticking.kill()
            return False
    assert (ticking.returncode, ENDS in said) == (0, True)
    return True


def test_it_ends_when_every_survey_was_opened_and_has_been_shown(own_place: Place) -> None:
    place = own_place
    assert turn(place)
    manifest = place.campaign()
    place.day(LAST + DAY)
    done = place.run("export", manifest.hash, str(place.folder / "out"))
    assert done.returncode == 0, done.stderr
    place.day(LAST + 9 * DAY)
    assert not turn(place)  # closed, and not opened yet
    root = place.get(f"/api/{manifest.hash}/board").data["heads"][-1]["root"]
    file = place.inbox / manifest.hash / handover.OPENED
    file.write_text(handover.opened_text(manifest, opening(manifest, root, 0, ())))
    assert place.run("tick").returncode == 0
    place.day(LAST + STAYS * DAY)
    assert not turn(place)  # opened, and still shown
    place.day(LAST + (STAYS + 1) * DAY)
    assert turn(place)
    half = place.inbox / survey(survey="next").hash
    half.mkdir()
    assert not turn(place)  # the office is putting the next one there
    half.rmdir()
    assert turn(place)


def test_the_whole_box_ends_well_when_there_is_nothing_to_do(own_place: Place) -> None:
    """Status 0: whoever supervises does not start it again."""
    own_place.kill()
    canbo = str(Path(sys.executable).parent / "canbo")
    command = [canbo, "box", "up", "--port", str(own_place.port), "--ends-after", str(STAYS)]
    done = subprocess.run(
        command, env=own_place.env, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    assert (done.returncode, ENDS in done.stdout) == (0, True), done.stderr


def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    down = Place(tmp_path, "postgresql://hom:mat-khau@127.0.0.1:1/hom")
    for command in ("up", "tick"):
        done = down.run(command)
        (line,) = done.stderr.strip().splitlines()
        assert (done.returncode, line.startswith("Hòm phiếu: cơ sở dữ liệu không làm được (")) == (1, True)
        assert "mat-khau" not in line
