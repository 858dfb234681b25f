"""The voter's modules against the rulebook, in a real browser: the same bytes, the same keys, the same proofs."""

from __future__ import annotations

import hashlib
import http.server
import json
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from canbo.box import static
from canbo.rulebook.ballot import board, seal, slip, strict, token
from tests.rulebook.ballot.survey import (
    TRUSTEE_KEYS,
    answers,
    bytes_from,
    codes,
    gate,
    signer,
    survey,
)

VECTORS = Path(__file__).parents[3] / "shared" / "vectors" / "rfc9474.json"
SLIPS, TOKENS = survey(), survey("tokens")


class Sources(http.server.BaseHTTPRequestHandler):
    """The sources as they stand, with the bundled libraries in their place."""

    def do_GET(self) -> None:
        name = Path(self.path).name.replace("favicon.ico", "")
        path = static.PAGE / ("modules.js" if name == "modules.js" else f"src/{name}")
        body = path.read_bytes() if name else b"<!doctype html><title>modules</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if name else "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def modules(chromium: Browser) -> Iterator[Page]:
    """A page that can import the sources."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sources)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    page = chromium.new_context().new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    page.context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def js(page: Page, body: str, given: object = None) -> Any:
    """What a function body gives, with the modules at hand and `given` as its argument."""
    names = ("strict", "slip", "seal", "token", "board", "manifest", "warn", "modules")
    imports = "".join(f"const {name} = await import('/{name}.js');" for name in names)
    return page.evaluate(f"async (given) => {{ {imports} {body} }}", given)


LETTERS = [
    "a", "Z", "0", " ", '"', "\\", "/", "\b", "\f", "\n", "\r", "\t", "\0", "\x1f", "\x7f", "\x80", "é", "ạ", "Đ", "ệ",
    "e\u0323\u0302", "\u2028", "\u2029", "\ufeff", "\ufffd", "\ue000", "😀", "👩‍👧", "𝔸", "__proto__", "<", "&",
]  # fmt: skip


def document(source: random.Random, deep: int = 0) -> Any:
    kind = source.randrange(5, 8) if deep == 0 else source.randrange(8 if deep < 5 else 5)
    if kind == 0:
        return source.choice([None, True, False])
    if kind == 1:
        return source.choice([0, -1, 1, 2**53 - 1, 1 - 2**53, source.randrange(-(10**15), 10**15)])
    if kind < 5:
        return "".join(source.choices(LETTERS, k=source.randrange(12)))
    if kind == 5:
        return [document(source, deep + 1) for _ in range(source.randrange(5))]
    keys = ["".join(source.choices(LETTERS, k=source.randrange(4))) for _ in range(source.randrange(6))]
    return {key: document(source, deep + 1) for key in keys}


def test_three_thousand_documents_have_one_text_in_both_languages(modules: Page) -> None:
    """T19."""
    source = random.Random(20261122)
    documents = [document(source) for _ in range(3000)]
    texts = [strict.text(one) for one in documents]
    assert len(set(texts)) > 2000
    spelled = json.dumps(documents)
    assert js(modules, "return JSON.parse(given).map((one) => strict.text(one));", spelled) == texts
    hashes = js(modules, "return Promise.all(JSON.parse(given).map((one) => strict.sha(strict.text(one))));", spelled)
    assert hashes == [strict.sha(text) for text in texts]


@pytest.mark.parametrize("wrong", ["1.5", "2**53", "'\\ud800'", "{'\\udc00': 1}", "undefined", "new Date()", "NaN"])
def test_what_the_rulebook_cannot_read_is_not_written(modules: Page, wrong: str) -> None:
    assert js(
        modules, f"try {{ return strict.text({wrong}); }} catch (error) {{ return error.constructor.name; }}"
    ) in {"Refused"}


def test_bytes_are_packed_alike(modules: Page) -> None:
    for size in range(70):
        data = bytes_from(size)(size)
        packed = js(modules, "return strict.pack(strict.unhex(given));", data.hex())
        back = js(modules, "return strict.hex(strict.unpack(given));", packed)
        assert (packed, back) == (strict.pack(data), data.hex())


def test_a_slip_has_the_same_key_in_both_languages(modules: Page) -> None:
    """RFC 9180 A.3.1, then forty slips as they are typed."""
    material = "668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550"
    point = js(modules, "return strict.hex((await slip.derive(strict.unhex(given))).point);", material)
    assert point == slip.public(slip.derive(bytes.fromhex(material))).hex()
    for code in codes(SLIPS, count=40)[0]:
        written = slip.write(code)
        typed = f" {written[:9].lower().replace('1', 'l').replace('0', 'o')}-{written[9:]} "
        found = js(
            modules,
            "const { point } = await slip.signer(slip.read(given.typed), given.hash, 'gv'); return slip.mark(point);",
            {"typed": typed, "hash": SLIPS.hash},
        )
        assert found == slip.mark(slip.public(slip.private_key(code, SLIPS.hash, "gv")))


@pytest.mark.parametrize("typed", ["", "A" * 25, "A" * 27, "U" + "0" * 25, "0" * 25 + "1", "Đ" + "0" * 25])
def test_a_code_that_cannot_be_is_refused_while_typing(modules: Page, typed: str) -> None:
    said = js(modules, "try { return slip.read(given); } catch (error) { return error.message; }", typed)
    assert said.startswith("Mã phiếu")


def test_what_the_page_seals_the_gate_takes_and_two_trustees_open(modules: Page) -> None:
    """T1: seal and sign in JavaScript, check and open in Python; forty signatures, all of the low half."""
    written = [slip.write(code) for code in codes(SLIPS, count=14)[0]]
    made = js(
        modules,
        """
        const one = await manifest.read(given.text, given.hash);
        const found = [];
        for (let at = 0; at < 40; at += 1) {
          const signer = await slip.signer(slip.read(given.codes[at % 14]), given.hash, 'gv');
          const opened = { answers: given.answers, nonce: seal.nonce() };
          const envelope = await seal.seal(one, 'gv', signer.point, opened);
          const ballot = await seal.compose(one, 'gv', signer, at + 1, envelope);
          found.push([ballot, await seal.leaf(ballot), await seal.commitment(opened)]);
        }
        return found;
        """,
        {"text": SLIPS.text, "hash": SLIPS.hash, "codes": written, "answers": answers()},
    )
    assert len({len(text) - len(str(at + 1)) for at, (text, _, _) in enumerate(made)}) == 1
    for at, (text, leaf, commitment) in enumerate(made):
        ballot = gate(SLIPS).accept(text.encode())
        assert (ballot.counter, ballot.leaf) == (at + 1, leaf)
        for two in ((0, 1), (1, 2), (0, 2)):
            keys = {place: TRUSTEE_KEYS[place] for place in two}
            opened = seal.unseal(SLIPS, "gv", ballot.point, ballot.envelope, keys)
            assert (opened.answers, opened.commitment) == (answers(), commitment)


@pytest.mark.vectors
@pytest.mark.parametrize("at", range(4))
def test_the_published_vectors_come_out_in_the_browser(modules: Page, at: int) -> None:
    """T1: RFC 9474, all four variants, with the vector's salt and blinding factor instead of chance."""
    given = {key: str(value).removeprefix("0x") for key, value in json.loads(VECTORS.read_text())[at].items()}
    n = int(given["n"], 16)
    factor = pow(int(given["inv"], 16), -1, n).to_bytes(512).hex()
    chance = [given["msg_prefix"], given.get("salt", ""), factor]
    plain = {
        **given,
        "packed_n": strict.pack(n.to_bytes(512)),
        "packed_e": strict.pack(bytes.fromhex(given["e"].zfill(6))),
    }
    blinded, inverse, signature = js(
        modules,
        """
        const { BlindRSA, Params } = modules;
        const scheme = new BlindRSA(Params[given.name.replaceAll('-', '_')]);
        const key = await token.publicKey(given.packed_n, given.packed_e);
        const chance = given.chance.map(strict.unhex);
        const real = crypto.getRandomValues;
        crypto.getRandomValues = (into) => {
          if (into.length) into.set(chance.find((one) => one.length === into.length));
          return into;
        };
        try {
          const { blindedMsg, inv } = await scheme.blind(key, strict.unhex(given.input_msg));
          const done = await scheme.finalize(key, strict.unhex(given.input_msg), strict.unhex(given.blind_sig), inv);
          return [blindedMsg, inv, done].map(strict.hex);
        } finally { crypto.getRandomValues = real; }
        """,
        {**plain, "chance": chance},
    )
    assert int(inverse, 16) == int(given["inv"], 16)
    assert (blinded, signature) == (given["blinded_msg"], given["sig"])


def test_a_token_blinded_here_and_signed_there_is_the_groups(modules: Page) -> None:
    group = TOKENS.group("gv")
    given = {"text": TOKENS.text, "hash": TOKENS.hash}
    asked = js(
        modules,
        """
        window.one = await manifest.read(given.text, given.hash);
        window.group = manifest.group(one, 'gv');
        window.mine = await token.pair();
        window.asked = await token.blind(one, group, mine.point);
        return [asked.blinded, strict.hex(mine.point), mine.key.extractable];
        """,
        given,
    )
    blinded, point, extractable = asked
    assert extractable is False
    signed = strict.pack(token.blind_sign(signer(), strict.unpack(blinded)))
    made = js(modules, "return token.finish(group, asked, given);", signed)
    prepared = strict.unpack(made["prefix"]) + token.message(TOKENS.hash, "gv", bytes.fromhex(point))
    public = token.public_key(strict.unpack(group.n), strict.unpack(group.e))
    assert token.verify(public, prepared, strict.unpack(made["sig"]))
    wrong = strict.pack(bytes(255) + b"\x07")
    said = js(modules, "try { await token.finish(group, asked, given); return ''; } catch { return 'refused'; }", wrong)
    assert said == "refused"


def test_the_page_refuses_another_manifest_and_groups_too_small(modules: Page) -> None:
    """T10."""
    read = """
        try { return (await manifest.read(given.text, given.hash)).survey; }
        catch (error) { return error.constructor.name; }
    """
    assert js(modules, read, {"text": SLIPS.text, "hash": SLIPS.hash}) == SLIPS.survey
    assert js(modules, read, {"text": TOKENS.text, "hash": SLIPS.hash}) == "Refused"
    alone = survey(k=1, k_invited=1, k_text=1)
    for small in (survey(k_invited=13), alone, survey(k=9), survey(k=11, k_invited=11)):
        assert js(modules, read, {"text": small.text, "hash": small.hash}) == "Refused"
    vote = survey(profile="vote", k=1, k_invited=1, k_text=1)
    assert js(modules, read, {"text": vote.text, "hash": vote.hash}) == vote.survey


def test_proofs_are_told_apart_alike(modules: Page) -> None:
    leaves = [strict.sha(str(at)) for at in range(40)]
    cases: list[list[Any]] = []
    for size in (1, 2, 3, 7, 8, 20, 33):
        head = board.root(leaves[:size])
        for at in range(size):
            proof = board.inclusion(leaves[:size], at)
            cases += [[leaves[at], at, size, proof, head], [leaves[at], (at + 1) % size, size, proof, head]]
            cases += [[leaves[39], at, size, proof, head], [leaves[at], at, size, [*proof, head], head]]
    found = js(modules, "return Promise.all(given.map((one) => board.included(...one)));", cases)
    assert found == [board.included(*one) for one in cases]
    assert 100 > sum(found) > 70
    grown: list[list[Any]] = []
    for size in (1, 2, 3, 8, 13, 33):
        for earlier in range(1, size + 1):
            proof, before = board.consistency(leaves[:size], earlier), board.root(leaves[:earlier])
            for other in (before, board.root([leaves[39], *leaves[1:earlier]])):
                grown.append([earlier, other, size, board.root(leaves[:size]), proof])
    asked = [[{"size": one[0], "root": one[1]}, {"size": one[2], "root": one[3]}, one[4]] for one in grown]
    found = js(modules, "return Promise.all(given.map((one) => board.grown(...one)));", asked)
    assert found == [board.grown(*one) for one in grown]
    assert found == [True, False] * (len(grown) // 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gọi 0912 345 678", ["có số điện thoại"]),
        ("thư hoa@example.com", ["có địa chỉ thư điện tử"]),
        ("hôm 12/3 họp", ["có ngày, tháng cụ thể"]),
        ("lớp 5A2 ồn", ["có tên lớp hoặc số phòng"]),
        ("cô Hoa dạy tốt", ["có tên người"]),
        ("tôi đã xin nghỉ", ["kể việc của riêng bạn"]),
        ("người duy nhất phản đối", ["có chi tiết ít người có"]),
        ("Nên công khai tài chính và họp định kỳ hằng tháng; phân công chưa đều.", []),
        ("", []),
    ],
)
def test_the_writer_is_warned_of_what_tells(modules: Page, text: str, said: list[str]) -> None:
    """T18, the half that happens before sealing."""
    assert js(modules, "return warn.warnings(given);", text) == said


def test_what_is_served_was_built_from_the_sources_that_stand_here() -> None:
    built = json.loads((static.PAGE / "built.json").read_text())
    files = sorted([*static.PAGE.glob("src/*"), static.PAGE / "index.html", static.PAGE / "modules.js"])
    found = {path.relative_to(static.PAGE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert found == built, "run scripts/box-modules"


def test_the_page_with_its_modules_is_light() -> None:
    assert sum(len(static.file(name).packed) for name in static.FILES) <= 60 * 1024
