"""Trustees' key files, slips that are printed and voided, the command as they type it."""

from __future__ import annotations

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from canbo.opening import cli, keys, slips
from canbo.rulebook import RuleError
from canbo.rulebook.ballot import check, handover, slip, strict
from canbo.rulebook.ballot import codes as grouping
from canbo.rulebook.ballot.manifest import Manifest, Trustee
from tests.opening import closed
from tests.rulebook.ballot.survey import bytes_from, cast, opened, survey

PASSPHRASE = "con trâu đi trước"
SURVEY = survey()


def test_a_key_opens_with_its_passphrase_alone() -> None:
    text, public = keys.make(PASSPHRASE)
    assert keys.read(text, PASSPHRASE).public == public
    assert len(Trustee.of("t0", "Lan", public).fingerprint) == 39
    other = keys.make(PASSPHRASE)[1]
    data = json.loads(text)
    for broken, passphrase in (
        (text, PASSPHRASE + "x"), (strict.text(data | {"public": other}), PASSPHRASE),
        (strict.text(data | {"key": strict.pack(bytes(80))}), PASSPHRASE), (json.dumps(data), PASSPHRASE), ("", ""),
    ):  # fmt: skip
        with pytest.raises(RuleError):
            keys.read(broken, passphrase)
    with pytest.raises(RuleError, match="10 ký tự"):
        keys.make("ngắn")


def test_slips_print_identical_but_for_the_code_and_their_marks_are_the_gates() -> None:
    codes, text = slips.make(SURVEY, bytes_from("print"))
    marks = handover.read_slips(text, SURVEY)
    assert {group: len(found) for group, found in codes.items()} == {"gv": 14, "ph": 14}
    assert slips.pdf(SURVEY, SURVEY.groups[0], codes["gv"][:2], "https://hom.vn/").startswith(b"%PDF-")
    address = slips.link("https://hom.vn/", SURVEY, "gv", codes["gv"][0])
    assert address == f"https://hom.vn/#{SURVEY.hash}.gv.{slip.write(codes['gv'][0])}"
    assert slip.mark(slip.public(slip.private_key(codes["gv"][0], SURVEY.hash, "gv"))) in marks["gv"]
    with pytest.raises(RuleError, match="trực tuyến"):
        slips.make(survey("tokens"))


def test_slips_not_taken_are_voided_by_what_is_typed_or_scanned() -> None:
    codes, text = slips.make(SURVEY, bytes_from("void"))
    marks = handover.read_slips(text, SURVEY)
    typed = slip.write(codes["gv"][0]).lower()
    scanned = slips.link("https://hom.vn", SURVEY, "ph", codes["ph"][0])
    handed = handover.read_handed(slips.void(SURVEY, marks, [typed, "", scanned]), SURVEY, marks)
    assert slips.taken(marks, handed) == {"gv": (14, 13), "ph": (14, 13)}
    gate = check.Gate(SURVEY, {group: frozenset(found) - set(handed.voided) for group, found in marks.items()})
    assert slip.mark(slip.public(slip.private_key(codes["gv"][0], SURVEY.hash, "gv"))) not in gate.slips["gv"]
    for lines in ([typed, typed], [slip.write(bytes(16))], ["x"]):
        with pytest.raises(RuleError):
            slips.void(SURVEY, marks, lines)


def trustees(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Manifest:
    """Three keys made by the command, and the survey with their public parts."""
    made = []
    for at in range(3):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE} {at}\n" * 2))
        assert cli.main(["key", str(folder / f"{at}.key")]) == 0
        public = json.loads((folder / f"{at}.key").read_text())["public"]
        made.append(Trustee.of(f"t{at}", f"Người {at}", public))
    return survey(trustees=tuple(made))


def test_the_commands_from_keys_to_totals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = trustees(tmp_path, monkeypatch)
    (tmp_path / "manifest.json").write_text(manifest.text, encoding="utf-8")
    where = [str(tmp_path / "manifest.json"), str(tmp_path / "slips")]
    assert cli.main(["slips", *where, "--address", "https://hom.vn"]) == 0
    assert cli.main(["slips", *where, "--address", "https://hom.vn"]) == 2
    (tmp_path / "codes.txt").write_text("")
    void = ["void", where[0], str(tmp_path / "slips/slips.json"), str(tmp_path / "codes.txt")]
    assert cli.main([*void, str(tmp_path / "handed.json")]) == 0
    assert "in 14, đã lấy 14, hủy 0" in capsys.readouterr().out
    box = closed.exported(manifest, closed.ballots(manifest, {"gv": [{"q1": "1"}] * 9}))
    export = str(closed.write(box, tmp_path / manifest.hash))
    opening = ["open", export, str(tmp_path / "out"), "--root", box.head.root, "--lists", box.lists]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE} 0\n"))
    assert cli.main([*opening, "--key", str(tmp_path / "0.key")]) == 1
    assert "mới có 1" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE} 0\n{PASSPHRASE} 2\n"))
    assert cli.main([*opening, "--key", str(tmp_path / "0.key"), "--key", str(tmp_path / "2.key")]) == 0
    said = capsys.readouterr().out
    assert "được tính 9, hỏng 0" in said
    totals = (tmp_path / "out/totals.json").read_text(encoding="utf-8")
    assert f"totals.json, ghi vào biên bản: {strict.sha(totals)}" in said
    assert json.loads((tmp_path / "out/totals.json").read_text())["counted"] == 9
    assert cli.main(["open", str(tmp_path), str(tmp_path / "o"), "--root", "x", "--lists", "x"]) == 2
    with pytest.raises(SystemExit):  # the comparison is not a choice
        cli.main(["open", export, str(tmp_path / "o"), "--root", box.head.root])
    assert "--lists" in capsys.readouterr().err
    checked = ["check", where[0], str(tmp_path / "out/opened.json"), str(tmp_path / "out/totals.json")]
    assert cli.main(checked) == 0
    told = capsys.readouterr().out
    assert "Người giữ khóa đã ký: Người 0, Người 2 (cần 2)." in told
    assert strict.sha(totals) in told
    (tmp_path / "out/totals.json").write_text(totals.replace('"counted":9', '"counted":8'), encoding="utf-8")
    assert cli.main(checked) == 1


def test_two_heads_of_one_day_by_one_box_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever runs the box shows one board to some and another to others: two people who kept theirs have the proof."""
    honest = closed.exported(SURVEY, closed.ballots(SURVEY, {"gv": [{"q1": "1"}] * 9}))
    folders = [
        closed.write(honest, tmp_path / "a"),
        closed.write(closed.exported(SURVEY, honest.ballots[1:]), tmp_path / "b"),
    ]
    files = [str(one / handover.HEADS) for one in folders]
    manifest = str(folders[0] / handover.MANIFEST)
    assert cli.main(["check", manifest, "--heads", files[0], "--heads", files[0]]) == 0
    assert f"Hết ngày thứ 5: 9 phiếu, mốc {honest.head.root}, đúng chữ ký." in capsys.readouterr().out
    assert cli.main(["check", manifest, "--heads", files[0], "--heads", files[1]]) == 1
    assert "đã ký hai mốc khác nhau cho ngày thứ 5" in capsys.readouterr().err


def test_slips_swapped_at_the_box_are_seen_by_the_mark_of_the_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who runs the box puts a mark of their own in place of an unused one, and casts: every number still fits."""
    manifest = trustees(tmp_path, monkeypatch)
    honest = closed.exported(manifest, closed.ballots(manifest, {"gv": [{"q1": "1"}] * 9}))
    (tmp_path / "manifest.json").write_text(manifest.text, encoding="utf-8")
    (tmp_path / "slips.json").write_text(handover.slips_text(manifest, honest.slips), encoding="utf-8")
    (tmp_path / "codes.txt").write_text("")
    lists = [str(tmp_path / name) for name in ("manifest.json", "slips.json", "codes.txt", "handed.json")]
    assert cli.main(["void", *lists]) == 0
    mark = capsys.readouterr().out.rpartition(": ")[2].strip()
    assert mark == honest.lists

    own = slip.derive(bytes(64))
    text = cast(manifest, own, opened({"q1": "3"}, "own"))
    unused = closed.voided(manifest, "gv", 1)[0]
    swapped = {**honest.slips, "gv": sorted({*honest.slips["gv"], slip.mark(slip.public(own))} - {unused})}
    forged = replace(closed.exported(manifest, [*honest.ballots, text]), slips=swapped)
    export = str(closed.write(forged, tmp_path / "forged"))
    keys = ["--key", str(tmp_path / "0.key"), "--key", str(tmp_path / "2.key")]
    opening = ["open", export, str(tmp_path / "out"), "--root", forged.head.root, *keys]
    assert cli.main([*opening, "--lists", mark]) == 1
    said = capsys.readouterr()
    assert forged.lists not in said.out + said.err  # so that nobody copies it from the screen
    assert "không phải danh sách đã phát" in said.err
    assert forged.lists != mark


def test_a_slip_of_a_vote_says_that_counts_are_exact() -> None:
    whole = (replace(SURVEY.group("gv"), parent=""),)
    vote = survey(profile="vote", k_invited=1, groups=whole, nodes=(), sets=(("chung", SURVEY.sets[0][1][:1]),))
    texts = [
        subprocess.run(
            ["pdftotext", "-", "-"], input=slips.pdf(one, one.groups[0], [bytes(16)], "https://hom.example"),
            capture_output=True, check=True,
        ).stdout.decode().replace("\n", " ")
        for one in (vote, SURVEY)
    ]  # fmt: skip
    assert [("PHIẾU TÍN NHIỆM" in text, "đúng số phiếu từng mức" in text) for text in texts] == [
        (True, True), (False, False),
    ]  # fmt: skip


def test_a_code_stands_on_one_line_grouped_as_the_voters_page_groups_it() -> None:
    manifest = survey()
    group = manifest.groups[0]
    codes = slips.make(manifest, bytes_from("paper"))[0][group.id]
    made = slips.pdf(manifest, group, codes, "https://hom.example")
    text = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    lines = {line.replace("\xa0", " ").strip() for line in text.splitlines()}
    assert {grouping.slip(slip.write(code)) for code in codes} <= lines
