"""The station's page against a browser: keys one by one, refusals in words, the same opening as the command, this
computer alone."""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from canbo.opening import hand, keys
from canbo.opening.page.server import HERE, Station
from canbo.opening.page.session import Session
from canbo.rulebook.ballot.manifest import Trustee
from tests.opening import closed
from tests.rulebook.ballot.survey import bytes_from, survey

PASS = "mot cum mat khau dai"
FILES = [keys.make(PASS, bytes_from(("trustee", at)))[0] for at in range(3)]
PUBLIC = [json.loads(text)["public"] for text in FILES]
SURVEY = survey(trustees=tuple(Trustee.of(f"t{at}", f"Người giữ {at}", key) for at, key in enumerate(PUBLIC)))
BOX = closed.exported(SURVEY, closed.ballots(SURVEY, {"gv": [{"q1": "1"}] * 9, "ph": [{"q1": "2"}] * 8}))


class Browser:
    """What a browser on this computer sends."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.headers = {"Host": station.origin[7:], "Origin": station.origin}

    def ask(self, method: str, name: str = "", body: bytes = b"", kind: str = "", **headers: str) -> tuple[int, str]:
        line = http.client.HTTPConnection(HERE, self.station.server_address[1], timeout=30)
        sent = self.headers | ({"Content-Type": kind} if kind else {}) | headers
        line.request(method, f"{self.station.base}{name}", body or None, sent)
        answer = line.getresponse()
        try:
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def post(self, name: str, fields: dict[str, str]) -> tuple[int, str]:
        parts = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{key}"; filename="f"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        )
        return self.ask("POST", name, f"{parts}--x--\r\n".encode(), "multipart/form-data; boundary=x")


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with Station(Session(BOX, tmp_path / "out")) as station:
        thread = Thread(target=station.serve_forever)
        thread.start()
        yield Browser(station)
        station.shutdown()
        thread.join()


def test_trustees_open_with_two_keys_and_carry_three_files_out(browser: Browser, tmp_path: Path) -> None:
    status, page = browser.ask("GET")
    assert status == 200
    assert "Thiếu 2 khóa, chưa mở được. Chưa có khóa của: Người giữ 0, Người giữ 1, Người giữ 2" in page
    assert browser.post("key", {"file": FILES[0], "passphrase": PASS})[0] == 303
    status, page = browser.post("open", {"root": BOX.head.root, "lists": BOX.lists})
    assert status == 422
    assert "thiếu: Người giữ 1, Người giữ 2" in page
    assert "không ai mở được nữa" in page
    assert browser.post("key", {"file": FILES[2], "passphrase": PASS})[0] == 303
    status, page = browser.post("open", {"root": BOX.head.root, "lists": "0000"})
    assert (status, "không phải danh sách đã phát" in page, BOX.lists in page) == (422, True, False)
    status, page = browser.post("open", {"root": "0" * 64, "lists": BOX.lists})
    assert (status, "không phải mốc đã công bố" in page) == (422, True)
    spaced = re.sub("(.{8})", r"\1 ", BOX.head.root.upper())
    assert browser.post("open", {"root": spaced, "lists": BOX.lists})[0] == 303
    until = time.monotonic() + 30
    while "Đã mở." not in (page := browser.ask("GET")[1]) and time.monotonic() < until:
        time.sleep(0.05)
    assert "Người giữ khóa đã ký kết quả: Người giữ 0, Người giữ 2." in page
    assert "Phiếu trong hòm 17, được tính 17, hỏng 0, phiếu giấy 0." in page
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["opened.json", "texts.json", "totals.json"]
    session = browser.station.session
    assert (session.given, session.steps, session.total) == ({}, 34, 34)
    assert browser.post("key", {"file": FILES[1], "passphrase": PASS})[0] == 422
    assert browser.ask("POST", "close")[0] == 200


def test_wrong_keys_are_told_in_words_and_one_can_be_taken_back(browser: Browser) -> None:
    stranger = keys.make(PASS, bytes_from("stranger"))[0]
    for file, passphrase, why in (
        (FILES[0], "sai cum mat khau", "cụm mật khẩu không đúng"), (stranger, PASS, "không thuộc người giữ khóa nào"),
        ("không phải tệp khóa", PASS, "không đọc được JSON"), ("x" * 6 * 2**20, PASS, "tệp quá lớn"),
    ):  # fmt: skip
        status, page = browser.post("key", {"file": file, "passphrase": passphrase})
        assert (status, why in page) == (422, True), why
    assert browser.post("key", {"file": FILES[1], "passphrase": PASS})[0] == 303
    assert "Thiếu 1 khóa" in browser.ask("GET")[1]
    assert browser.post("forget", {"place": "1"})[0] == 303
    assert browser.station.session.given == {}


def test_papers_counted_by_hand_are_checked_when_they_are_brought(browser: Browser) -> None:
    table = browser.ask("GET", "phieu-giay.csv")[1]
    assert table == hand.blank(SURVEY)
    assert browser.post("papers", {"file": table})[0] == 303
    filled = table.replace("ph,,,0", "ph,,,3").replace("ph,q1,,0", "ph,q1,,3").replace("ph,q1,2,0", "ph,q1,2,3")
    assert browser.post("papers", {"file": filled.replace(",", ";")})[0] == 303  # as Excel writes it here
    assert "Nhóm ph: 3 phiếu" in browser.ask("GET")[1]
    status, page = browser.post("papers", {"file": filled.replace("ph,q1,2,3", "ph,q1,2,2")})
    assert (status, "không cộng khớp" in page) == (422, True)
    assert browser.station.session.counted_by_hand["Nhóm ph"] == 3


def test_only_this_computer_by_its_secret_address(browser: Browser) -> None:
    station = browser.station
    assert station.server_address[0] == "127.0.0.1"
    base, station.base = station.base, "/other/"
    assert browser.ask("GET")[0] == 200
    station.base = base
    assert browser.ask("GET", Host="evil.example")[0] == 404  # another name that leads to this computer
    assert browser.ask("POST", "open", Origin="http://evil.example")[0] == 404  # a form on another page
    assert browser.ask("GET", "../")[0] == 404
    line = http.client.HTTPConnection(HERE, station.server_address[1], timeout=30)
    line.request("GET", "/", headers=browser.headers)
    assert line.getresponse().status == 404
    line.close()
    line.request("GET", base, headers=browser.headers)
    answer = line.getresponse()
    assert (answer.headers["Cache-Control"], "default-src 'none'" in answer.headers["Content-Security-Policy"]) == (
        "no-store", True,
    )  # fmt: skip
    assert "<script" not in answer.read().decode()
    line.close()


def test_what_a_key_file_says_is_never_shown(browser: Browser) -> None:
    page = browser.post("key", {"file": FILES[0], "passphrase": PASS})[1] + browser.ask("GET")[1]
    assert PASS not in page
    assert json.loads(FILES[0])["key"] not in page
    assert keys.read(FILES[0], PASS).public not in page  # the fingerprint is enough
