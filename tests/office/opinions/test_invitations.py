"""The invitation: both codes as they are, what is promised and what is not, in a text for each kind of campaign."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from canbo.box import static
from canbo.office.opinions import actions, invitations
from canbo.rulebook.ballot import codes
from tests.office.opinions import online, rounds, test_votes
from tests.town import Town


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    settings.BOX_INBOX, settings.BOX_SITE = tmp_path / "inbox", "https://hom.example"
    settings.DATA = tmp_path


def word(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())


def test_the_codes_on_paper_are_those_of_the_survey_and_of_the_page_that_is_served(town: Town) -> None:
    found, client = rounds.frozen(town), town.client("trang")
    assert found.manifest is not None
    page = client.get(reverse("opinions:campaign", args=[found.row.pk])).content.decode()
    assert reverse("opinions:letters", args=[found.row.pk]) in page
    where = reverse("opinions:letter", args=[found.row.pk, "v1-d2-d3", "docx"])
    assert where in page
    text = word(client.get(where).content)
    hashes = [found.manifest.hash, *(static.file(name).hash for name in static.FILES)]
    assert [one in text.replace(" ", "") for one in hashes] == [True, True, True]
    assert codes.digest(found.manifest.hash)[:35] in text
    assert "https://hom.example/" in text
    assert "Điều không bảo đảm được" in text
    assert "mời 11 người" in text
    assert client.get(reverse("opinions:letter", args=[found.row.pk, "x", "pdf"])).status_code == 404
    assert town.client("nam").get(where).status_code == 404


def test_all_letters_print_together_two_pages_each_at_most(town: Town) -> None:
    found = rounds.frozen(town)
    assert found.manifest is not None
    data = town.client("trang").get(reverse("opinions:letters", args=[found.row.pk])).content
    text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    pages = text.rstrip("\f").split("\f")
    assert len(pages) <= 2 * len(found.manifest.groups)
    assert sum("THƯ MỜI" in page for page in pages) == len(found.manifest.groups)


def test_before_the_freezing_there_is_no_letter(town: Town) -> None:
    found, client = rounds.planned(town), town.client("trang")
    assert client.get(reverse("opinions:letters", args=[found.row.pk])).status_code == 404
    assert "Thư mời" not in client.get(reverse("opinions:campaign", args=[found.row.pk])).content.decode()


def test_each_kind_of_campaign_has_its_own_words(town: Town) -> None:
    """A slip is scanned, a ballot is taken online; a vote promises no threshold, since its counts are told exactly."""
    paper = rounds.frozen(town)
    taken = online.frozen(town)
    vote = test_votes.planned(town)
    actions.freeze(actor=town.accounts["trang"], campaign=vote.row.pk, version=2)
    told = []
    for found in (paper, taken, rounds.again(vote.row.pk)):
        (first, *_) = invitations.letters(found, "https://hom.example")
        lines = [line for _, part in first.sections for line in part]
        told.append("\n".join([*first.opening, first.address, *lines]))
    assert ["Tự bốc một phiếu" in one for one in told] == [True, False, True]
    assert ["Nhận phiếu" in one for one in told] == [False, True, False]
    assert ["chỉ công bố cho nhóm" in one for one in told] == [True, True, False]
    assert ["đúng số phiếu của từng mức" in one for one in told] == [False, False, True]
    assert "96-QĐ/TW" in told[2]
