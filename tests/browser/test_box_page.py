"""The voter's page in a real browser, on a box as it is served: by slip, by token, on a narrow phone."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from canbo.box import static
from canbo.rulebook.ballot import check, handover, seal, slip, strict, token
from canbo.rulebook.ballot import codes as grouping
from canbo.rulebook.ballot.handover import Handed
from canbo.rulebook.ballot.manifest import Manifest
from tests.box.place import DAY, FIRST, LAST, Place, box
from tests.rulebook.ballot.survey import SALT, TRUSTEE_KEYS, codes, gate, opening, signer, survey

AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
TEXT = "Nên công khai tài chính; họp định kỳ."


class Office(http.server.BaseHTTPRequestHandler):
    """The office's side of docs/decisions/0005-box.md, by a server that signs for whoever asks once, in one group."""

    script = """
      const survey = location.hash.slice(1);
      const tell = (say, more) => opener.postMessage({ canbo: 1, survey, say, ...more }, BOX);
      addEventListener("message", async ({ origin, source, data }) => {
        if (origin !== BOX || source !== opener) return;
        if (data.say === "kept") { close(); return; }
        const answer = await fetch("/sign", { method: "POST", body: data.blinded });
        if (answer.ok) tell("signed", { group: data.group, signed: await answer.text() });
        else tell("refused", { reason: "tài khoản này đã nhận phiếu" });
      });
      tell("ready", { group: "gv" });
    """
    asked: list[str] = []
    box = ""

    def do_GET(self) -> None:
        page = f"<!doctype html><title>x</title><script>const BOX = {self.box!r};{self.script}</script>"
        self._answer(200, page.encode(), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        blinded = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.asked and blinded not in self.asked:
            self._answer(409, b"", "text/plain")
            return
        self.asked.append(blinded)
        signed = token.blind_sign(signer(), strict.unpack(blinded))
        self._answer(200, strict.pack(signed).encode(), "text/plain")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def office() -> Iterator[str]:
    """The origin of an office that issues tokens."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Office)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, office: str) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANBO_SITE", office)
        with box(tmp_path_factory.mktemp("box")) as served:
            Office.box = f"http://127.0.0.1:{served.port}"
            yield served


class Watched:
    """A browser profile whose requests and complaints are written down."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.requests: list[str] = []
        self.complaints: list[str] = []
        context.on("request", lambda one: self.requests.append(one.url))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)


@contextmanager
def profile(browser: Browser, width: int = 390) -> Iterator[Watched]:
    """A new profile; fails where the page complained of anything but an answer 409 it knows what to do with."""
    context = browser.new_context(viewport={"width": width, "height": 760}, locale="vi-VN", is_mobile=width < 800)
    context.set_default_timeout(20_000)
    watched = Watched(context)
    yield watched
    context.close()
    assert [one for one in watched.complaints if "409" not in one] == []


def link(place: Place, manifest: Manifest, number: int, group: str = "gv") -> str:
    """The address in a slip's QR code."""
    code = slip.write(codes(manifest, group)[0][number])
    return f"http://127.0.0.1:{place.port}/#{manifest.hash}.{group}.{code}"


def fill(page: Page, text: str = TEXT) -> None:
    page.get_by_label("Khá", exact=True).check()
    page.get_by_label("Phân công").check()
    page.get_by_label("Công khai tài chính").check()
    page.get_by_role("textbox").fill(text)


def send(page: Page) -> None:
    page.get_by_role("button", name="Niêm phong và gửi").click()
    expect(page.get_by_role("heading", name="Phiếu của bạn đã vào hòm")).to_be_visible()


def kept(page: Page) -> str:
    """Everything the browser keeps for this origin, as text."""
    return str(
        page.evaluate(
            """async () => {
              const bases = await indexedDB.databases();
              const other = [document.cookie, bases, await caches.keys(), history.state];
              return JSON.stringify([{...localStorage}, {...sessionStorage}, ...other]);
            }"""
        )
    )


def opened(place: Place, manifest: Manifest) -> list[seal.Opened]:
    """What two trustees find in the box."""
    found = []
    gates = gate(manifest) if manifest.way == "slips" else check.Gate(manifest, {})
    for table in ("box_arrival", "box_ballot"):
        for (text,) in place.rows(f"SELECT body FROM {table} WHERE survey = '{manifest.hash}'"):
            one = gates.accept(text.encode())
            keys = {at: TRUSTEE_KEYS[at] for at in (0, 2)}
            found.append(seal.unseal(manifest, one.group, one.point, one.envelope, keys))
    return found


def test_a_slip_scanned_by_a_phone_is_sealed_sent_checked_and_forgotten(chromium: Browser, place: Place) -> None:
    """The whole way of a slip, T5 (what the browser sends) and T17 (what it keeps)."""
    place.day(FIRST)
    manifest = place.campaign("scanned")
    with profile(chromium) as phone:
        page = phone.context.new_page()
        place.seen()
        page.goto(link(place, manifest, 0))
        expect(page.get_by_role("heading", name="Lấy ý kiến góp ý")).to_be_visible()
        assert page.url == f"http://127.0.0.1:{place.port}/"
        fill(page)
        send(page)
        (what,) = opened(place, manifest)
        assert what.answers == {"q1": "2", "q2": ["a", "b"], "t1": TEXT}

        leaf = page.locator("#leaf-full").text_content() or ""
        assert page.locator("#c-full").text_content() == what.commitment
        ((stored,),) = place.rows(f"SELECT leaf FROM box_arrival WHERE survey = '{manifest.hash}'")
        assert stored == leaf
        remembered = kept(page)
        receipt = [{"survey": manifest.hash, "leaf": leaf, "c": what.commitment}]
        local, *others = json.loads(remembered)
        assert {key: json.loads(value) for key, value in local.items()} == {"canbo-bien-nhan": receipt}
        assert others == [{}, "", [], [], None]
        code = slip.write(codes(manifest)[0][0])
        for secret in (what.nonce, code, "Phân công", TEXT, slip.mark(slip.public(key_of(manifest)))):
            assert secret not in remembered

        page.get_by_role("button", name="Kiểm tra phiếu của tôi").last.click()
        expect(page.locator(".receipt")).to_contain_text("chưa có ngày nào được chốt")
        place.day(LAST)
        assert place.run("tick").returncode == 0
        page.get_by_role("button", name="Kiểm tra phiếu của tôi").first.click()
        expect(page.locator(".receipt")).to_contain_text("Đã có trên bảng công khai (vị trí 1 trong 1 phiếu)")
        publish(place, manifest, (what.commitment,))
        page.get_by_role("button", name="Kiểm tra phiếu của tôi").first.click()
        expect(page.locator(".receipt")).to_contain_text("Đã được mở và tính đúng như bạn gửi.")

        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Xóa phiếu khỏi máy này").last.click()
        expect(page.get_by_text("Máy này không giữ biên nhận nào.")).to_be_visible()
        assert json.loads(kept(page)) == [{}, {}, "", [], [], None]
        page.get_by_label("Mã trong hòm bạn đã ghi lại").fill(leaf[:16])
        page.get_by_role("button", name="Kiểm tra mã này").click()
        expect(page.locator(".receipt")).to_contain_text("Đã có trên bảng công khai")
        assert {urlsplit(url).netloc for url in phone.requests} == {f"127.0.0.1:{place.port}"}
        quiet(place, code, leaf)


def quiet(place: Place, *secrets: str) -> None:
    """Whether what reached the box was nothing that tells who or from where, and no address named a secret."""
    reached = place.seen()
    assert any(path.endswith("/ballots") for path, _ in reached)
    for path, headers in reached:
        assert not {"cookie", "referer", "authorization"} & headers
        assert [secret for secret in secrets if secret in path] == []


def key_of(manifest: Manifest) -> EllipticCurvePrivateKey:
    return slip.private_key(codes(manifest)[0][0], manifest.hash, "gv")


def publish(place: Place, manifest: Manifest, commitments: tuple[str, ...]) -> None:
    """Close, and let the box take what an opening published."""
    place.day(LAST + DAY)
    done = place.run("export", manifest.hash[:12], str(place.folder / "out"))
    assert done.returncode == 0, done.stderr
    head = handover.read_heads((place.folder / "out" / manifest.hash / handover.HEADS).read_text(), manifest)[-1]
    text = handover.opened_text(manifest, opening(manifest, head.root, head.size, commitments))
    (place.inbox / manifest.hash / handover.OPENED).write_text(text)
    assert place.run("tick").returncode == 0


def test_a_code_is_typed_and_faults_are_said_before_anything_is_written(chromium: Browser, place: Place) -> None:
    place.day(FIRST)
    manifest = place.campaign("typed")
    place.campaign("another, so that one has to choose")
    with profile(chromium) as phone:
        page = phone.context.new_page()
        page.goto(f"http://127.0.0.1:{place.port}/")
        page.get_by_label("Đợt lấy ý kiến, lấy phiếu").select_option(manifest.hash)
        code, go = page.get_by_label("Mã phiếu"), page.get_by_role("button", name="Tiếp tục")
        expect(page.get_by_role("option", name="Nhóm gv")).to_be_attached()
        trouble = page.locator("#code-error")
        go.click()
        expect(trouble).to_have_text("Hãy chọn nhóm ghi trên tờ phiếu.")
        page.get_by_label("Nhóm ghi trên tờ phiếu").select_option("ph")
        code.fill("ABC")
        go.click()
        expect(trouble).to_have_text("Mã phiếu gồm 26 ký tự, mới có 3.")
        written = slip.write(codes(manifest)[0][1]).lower()
        code.fill(f"{written[:7]} {written[7:]}".replace("0", "o"))
        go.click()
        expect(trouble).to_contain_text("không có trong danh sách phiếu của nhóm")
        page.get_by_label("Nhóm ghi trên tờ phiếu").select_option("gv")
        go.click()
        expect(page.get_by_role("heading", name="Lấy ý kiến góp ý")).to_be_visible()
        page.get_by_role("button", name="Niêm phong và gửi").click()
        expect(page.locator("#ballot-error")).to_have_text("Còn câu chưa trả lời: Gương mẫu")
        fill(page, "Cô Hoa lớp 5A hay gọi 0912 345 678")
        expect(page.locator("#q-t1-warn")).to_contain_text("có số điện thoại, có tên lớp hoặc số phòng, có tên người")
        page.get_by_role("button", name="Niêm phong và gửi").click()
        expect(page.locator("#last-warning")).to_contain_text("bấm gửi lần nữa")
        assert opened(place, manifest) == []
        send(page)
        assert len(opened(place, manifest)) == 1


def test_the_same_slip_on_another_device_replaces_the_first_and_says_so(chromium: Browser, place: Place) -> None:
    place.day(FIRST)
    manifest = place.campaign("twice")
    commitments = []
    for told in (False, True):
        with profile(chromium) as phone:
            page = phone.context.new_page()
            page.goto(link(place, manifest, 3))
            fill(page)
            send(page)
            expect(page.locator("#before")).to_be_visible(visible=told)
            commitments.append(page.locator("#c-full").text_content())
    texts = [row[0].encode() for row in place.rows(f"SELECT body FROM box_arrival WHERE survey = '{manifest.hash}'")]
    (last,) = check.latest(gate(manifest).accept(text) for text in texts)
    keys = {at: TRUSTEE_KEYS[at] for at in (0, 1)}
    assert seal.unseal(manifest, "gv", last.point, last.envelope, keys).commitment == commitments[1]


def test_a_lost_connection_loses_nothing(chromium: Browser, place: Place) -> None:
    """Once the request is lost, once the answer: the same sealed ballot is sent again, and is in the box once."""
    place.day(FIRST)
    manifest = place.campaign("lost")
    context = chromium.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(link(place, manifest, 4))
    fill(page)
    tries = []

    def lose(route: Route) -> None:
        tries.append(route.request.post_data)
        if len(tries) == 2:
            route.fetch()
        if len(tries) < 3:
            route.abort()
        else:
            route.continue_()

    page.route("**/ballots", lose)
    page.get_by_role("button", name="Niêm phong và gửi").click()
    for _ in range(2):
        expect(page.locator("#ballot-error")).to_contain_text("Không nối được tới hòm phiếu")
        page.get_by_role("button", name="Gửi lại phiếu đã niêm phong").click()
    expect(page.get_by_role("heading", name="Phiếu của bạn đã vào hòm")).to_be_visible()
    expect(page.locator("#before")).to_be_hidden()
    assert (len(tries), len(set(tries)), len(opened(place, manifest))) == (3, 1, 1)
    context.close()


def test_a_token_is_fetched_in_one_window_and_used_in_another(chromium: Browser, place: Place) -> None:
    """Two windows (T5): what the office signs it cannot read, and casting asks nothing of the office."""
    manifest = survey("tokens", survey="online")
    place.day(FIRST - DAY)
    folder = place.offer(manifest, handed=None)
    place.run("tick")
    address = f"http://127.0.0.1:{place.port}/#{manifest.hash}"
    Office.asked.clear()
    with profile(chromium) as phone:
        page = phone.context.new_page()
        page.goto(address)
        with page.expect_popup():
            page.get_by_role("button", name="Đăng nhập và nhận phiếu").click()
        expect(page.locator("#issued")).to_contain_text("Đã nhận phiếu của nhóm “Nhóm gv”")
        page.goto("about:blank")
        page.goto(address)
        expect(page.locator("#issued")).to_contain_text("Máy này đã có phiếu")
        expect(page.get_by_role("button", name="Đăng nhập và nhận phiếu")).to_be_hidden()

        issued = Handed((), {group.id: group.invited for group in manifest.groups}, SALT)
        (folder / handover.HANDED).write_text(handover.handed_text(manifest, issued))
        place.run("tick")
        place.day(FIRST)
        page.goto("about:blank")
        phone.requests.clear()
        place.seen()
        page.goto(address)
        fill(page)
        send(page)
        (what,) = opened(place, manifest)
        assert what.answers == {"q1": "2", "q2": ["a", "b"], "t1": TEXT}
        assert {urlsplit(url).netloc for url in phone.requests} == {f"127.0.0.1:{place.port}"}
        quiet(place)
        remembered = kept(page)
        assert what.nonce not in remembered
        assert TEXT not in remembered
    ((ballot,),) = place.rows(f"SELECT body FROM box_arrival WHERE survey = '{manifest.hash}'")
    assert len(Office.asked) == 1
    assert Office.asked[0] not in ballot


def test_an_account_that_was_issued_a_token_elsewhere_is_told(chromium: Browser, place: Place) -> None:
    manifest = survey("tokens", survey="online twice")
    place.day(FIRST - DAY)
    place.offer(manifest, handed=None)
    place.run("tick")
    Office.asked[:] = ["something else"]
    with profile(chromium) as phone:
        page = phone.context.new_page()
        page.goto(f"http://127.0.0.1:{place.port}/#{manifest.hash}")
        page.get_by_role("button", name="Đăng nhập và nhận phiếu").click()
        expect(page.locator("#issue-error")).to_have_text("tài khoản này đã nhận phiếu")


@pytest.mark.parametrize("width", [320, 1366])
def test_every_screen_fits_and_axe_finds_nothing(chromium: Browser, place: Place, width: int) -> None:
    place.day(FIRST)
    manifest = place.campaign(f"axe {width}")
    # axe is brought in past the page's own policy, which forbids it like any other code.
    context = chromium.new_context(viewport={"width": width, "height": 640}, locale="vi-VN", bypass_csp=True)
    page = context.new_page()

    def look() -> None:
        page.evaluate(AXE.read_text())
        broken = page.evaluate("axe.run(document)")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in broken] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(f"http://127.0.0.1:{place.port}/")
    expect(page.get_by_label("Mã phiếu")).to_be_visible()
    look()
    page.goto("about:blank")
    page.goto(link(place, manifest, 5))
    expect(page.get_by_role("heading", name="Lấy ý kiến góp ý")).to_be_visible()
    fill(page, "gọi 0912 345 678")
    page.get_by_text("Điều hệ thống không bảo đảm được").click()
    look()
    page.get_by_role("textbox").fill("")
    send(page)
    look()
    page.get_by_role("button", name="Kiểm tra phiếu của tôi").last.click()
    expect(page.locator(".receipt li").first).to_be_visible()
    look()
    context.close()


def test_the_policy_of_the_page_holds(place: Place) -> None:
    headers = place.get("/").headers
    scripts = f"script-src 'self' '{static.inline('script')}'"
    assert headers["content-security-policy"].split("; ")[:2] == ["default-src 'none'", scripts]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin-allow-popups"
    assert not {"set-cookie", "server-timing", "x-request-id"} & set(headers)


def test_the_form_stands_before_the_libraries_come_and_a_line_lost_then_loses_nothing(
    chromium: Browser, place: Place
) -> None:
    """Reading and choosing need one file; where the rest fails to come, what was chosen waits for another try."""
    place.day(FIRST)
    manifest = place.campaign("late")
    context = chromium.new_context(viewport={"width": 390, "height": 760})
    page, refused = context.new_page(), list[str]()

    def lose(route: Route) -> None:
        refused.append(route.request.url)
        route.abort()

    page.route("**/modules.js*", lose)
    page.goto(link(place, manifest, 0))
    fill(page)
    page.get_by_role("button", name="Niêm phong và gửi").click()
    expect(page.locator("#ballot-error")).to_contain_text("Không nối được tới hòm phiếu")
    assert len(refused) == 2
    page.unroute("**/modules.js*")
    send(page)
    assert opened(place, manifest)[0].answers == {"q1": "2", "q2": ["a", "b"], "t1": TEXT}
    context.close()


def test_the_page_shows_the_code_that_paper_shows_grouped_alike(chromium: Browser, place: Place) -> None:
    """And what is typed of a slip falls into the groups in which it is printed."""
    place.day(FIRST)
    manifest = place.campaign("grouped")
    with profile(chromium) as phone:
        page = phone.context.new_page()
        page.goto(f"http://127.0.0.1:{place.port}/")
        page.get_by_text("Xem mã của trang").click()
        shown = [grouping.digest(static.file(name).hash) for name in static.FILES]
        expect(page.locator("#own code")).to_have_text(shown)
        written = slip.write(codes(manifest)[0][0])
        page.locator("#code").fill(written)
        page.locator("#code").blur()
        expect(page.locator("#code")).to_have_value(grouping.slip(written))
