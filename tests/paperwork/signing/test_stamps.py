"""The visible part: Vietnamese letters, and a place that covers nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from canbo.paperwork.documents import render
from canbo.paperwork.signing import Box, SigningError, Stamp, pdf, stamps
from canbo.paperwork.signing.sealing import seal
from tests.paperwork import samples
from tests.paperwork.signing import pki
from tests.paperwork.signing.papers import paper
from tests.paperwork.signing.pki import NOW

WORDS = Stamp("Nguyễn Thị Quỳnh Như", "Phó Trưởng phòng Tài nguyên, Môi trường", "Người cam kết", "Ký bằng thiết bị")


def text(data: bytes, folder: Path) -> list[str]:
    (folder / "a.pdf").write_bytes(data)
    done = subprocess.run(["pdftotext", "-layout", folder / "a.pdf", "-"], capture_output=True, check=True)
    return [" ".join(line.split()) for line in done.stdout.decode().split("\n") if line.strip()]


def test_a_stamp_can_be_read(tmp_path: Path) -> None:
    lines = text(seal(paper(), pki.person().key, at=NOW, stamp=WORDS).paper, tmp_path)
    assert lines[1:] == [WORDS.note, WORDS.name, WORDS.position, WORDS.way, "Thời gian ký: 09:30:00 10/03/2026"]


def test_stamps_take_the_places_in_the_lower_margin_one_after_the_other() -> None:
    media = (0.0, 0.0, 595.0, 842.0)
    taken: list[Box] = []
    for _ in range(7):
        taken.append(stamps.next_slot(media, taken))
    assert all(not stamps.overlap(a, b) for at, a in enumerate(taken) for b in taken[:at])
    assert [round(box[1]) for box in taken] == [10, 10, 10, 58, 58, 58, 106]
    assert all(media[0] < box[0] and box[2] < media[2] for box in taken)


def test_a_page_that_does_not_exist_takes_no_stamp() -> None:
    with pytest.raises(SigningError, match="không có trang"):
        seal(paper(), pki.person().key, at=NOW, stamp=Stamp("A", page=7))


def test_a_paper_of_ours_is_stamped_where_it_is_to_be_signed() -> None:
    form = render(samples.commitment(), "pdf")
    key = pki.person().key
    once = seal(form, key, at=NOW, stamp=Stamp("Phạm Quốc Nam", space=1)).paper
    twice = seal(once, key, at=NOW, stamp=Stamp("Trần Thị Lan", space=0)).paper
    reader = pdf.reader(twice)
    last = int(reader.root["/Pages"]["/Count"]) - 1
    first, second = map(rounded, stamps.signature_boxes(reader, last))
    spaces = [(page, rounded(box)) for page, box in stamps.signing_spaces(reader, last + 1)]
    assert spaces == [(last, second), (last, first)]
    plain = seal(paper(), key, at=NOW, stamp=Stamp("Phạm Quốc Nam", space=1)).paper
    assert [round(box[1]) for box in stamps.signature_boxes(pdf.reader(plain), 0)] == [10]


def rounded(box: Box) -> tuple[int, ...]:
    return tuple(round(one) for one in box)
