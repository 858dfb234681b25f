"""`canbo opening …`: what trustees do on one computer without a network. Needs no server and no database.

Exit status: 0 done, 1 refused and the reason said, 2 wrong use or unreadable file.
"""

from __future__ import annotations

import argparse
import getpass
import hashlib
import sys
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from canbo.opening import counting, hand, keys, slips, station
from canbo.opening.page.server import Station
from canbo.opening.page.session import Session
from canbo.rulebook.ballot import handover, signing
from canbo.rulebook.ballot import manifest as manifests
from canbo.rulebook.ballot.manifest import Manifest, Trustee
from canbo.rulebook.errors import RuleError


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(list(argv))
    act: Callable[[argparse.Namespace], None] = options.act
    try:
        act(options)
    except RuleError as error:
        print(f"Không làm: {error}.", file=sys.stderr)
        return 1
    except FileExistsError as error:
        print(f"Không làm: đã có {error.filename}; không ghi đè.", file=sys.stderr)
        return 2
    except (OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


Commands = argparse._SubParsersAction  # the type argparse gives no public name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="canbo opening", description="Việc của những người giữ khóa, trên máy không nối mạng."
    )
    commands = parser.add_subparsers(required=True, metavar="VIỆC")
    _preparing(commands)
    _opening(commands)
    return parser


def _preparing(commands: Commands) -> None:
    """Before the box opens: keys, slips, slips nobody took, a table for papers."""
    made = commands.add_parser("key", help="tạo khóa của một người giữ khóa")
    made.add_argument("file", type=Path, help="tệp khóa sẽ tạo, nên đặt trên USB riêng")
    made.set_defaults(act=make_key)
    made = commands.add_parser("slips", help="tạo và in phiếu")
    made.add_argument("manifest", type=Path)
    made.add_argument("to", type=Path, help="thư mục để ghi slips.json và các tệp PDF")
    made.add_argument("--address", required=True, help="địa chỉ của hòm phiếu, in lên phiếu")
    made.set_defaults(act=make_slips)
    made = commands.add_parser("void", help="hủy phiếu không ai lấy, trước khi nhận ý kiến")
    made.add_argument("manifest", type=Path)
    made.add_argument("slips", type=Path)
    made.add_argument("codes", type=Path, help="tệp chữ, mỗi dòng một mã hoặc một địa chỉ quét được; rỗng nếu phát hết")
    made.add_argument("to", type=Path, help="tệp handed.json sẽ ghi")
    made.set_defaults(act=void)
    made = commands.add_parser("papers", help="ghi bảng trống để kiểm phiếu giấy")
    made.add_argument("manifest", type=Path)
    made.add_argument("file", type=Path, help="tệp CSV sẽ ghi")
    made.set_defaults(act=blank_papers)


def _opening(commands: Commands) -> None:
    """At the opening and after it."""
    made = commands.add_parser("open", help="kiểm tra, mở hòm và ghi kết quả")
    made.add_argument("export", type=Path, help="thư mục hòm phiếu đã xuất")
    made.add_argument("to", type=Path, help="thư mục để ghi kết quả")
    made.add_argument("--root", required=True, help="mốc cuối đã công bố, chép từ bản dán tường hoặc thông báo")
    made.add_argument("--key", type=Path, action="append", default=[], help="tệp khóa; ghi lại cho từng người")
    made.add_argument(
        "--lists", required=True, help="dấu của danh sách phiếu, chép từ biên bản phát phiếu; khác thì không mở"
    )
    made.add_argument("--papers", type=Path, help="bảng kiểm phiếu giấy (CSV)")
    _ledger(made)
    made.set_defaults(act=open_box)
    made = commands.add_parser("page", help="mở hòm bằng trang trong trình duyệt của chính máy này")
    made.add_argument("export", type=Path, help="thư mục hòm phiếu đã xuất")
    made.add_argument("to", type=Path, help="thư mục để ghi kết quả")
    _ledger(made)
    made.add_argument("--port", type=int, default=0, help="cổng trên máy này; mặc định để máy chọn")
    made.add_argument("--no-browser", action="store_true", help="chỉ in địa chỉ, không mở trình duyệt")
    made.set_defaults(act=serve_page)
    made = commands.add_parser("check", help="kiểm tra chữ ký của những người giữ khóa dưới kết quả; ai cũng chạy được")
    made.add_argument("manifest", type=Path)
    made.add_argument("opened", type=Path, nargs="?", help="opened.json, tải ở trang của đợt hoặc ở hòm phiếu")
    made.add_argument("totals", type=Path, nargs="?", help="totals.json, tải ở trang của đợt")
    made.add_argument("texts", type=Path, nargs="?", help="texts.json, người đọc kiểm trước khi đọc")
    made.add_argument(
        "--heads", type=Path, action="append", default=[],
        help="các mốc tải ở hòm phiếu, lưu từ những ngày khác nhau; ghi lại cho từng tệp",
    )  # fmt: skip
    made.set_defaults(act=check)


def _ledger(parser: argparse.ArgumentParser) -> None:
    """What was shown before."""
    parser.add_argument(
        "--earlier", type=Path, action="append", default=[], help="totals.json đã công bố trước của đợt này"
    )
    parser.add_argument(
        "--before", type=Path, action="append", default=[],
        help="thư mục có manifest.json, opened.json, totals.json của một đợt trước; ghi lại cho từng đợt",
    )  # fmt: skip


def make_key(options: argparse.Namespace) -> None:
    """A trustee's key file and the public part to hand over."""
    passphrase = ask("Cụm mật khẩu mới: ")
    if ask("Nhập lại: ") != passphrase:
        raise RuleError("hai lần nhập không giống nhau")
    text, public = keys.make(passphrase)
    keys.write_private(options.file, text)
    print(f"Đã ghi {options.file}. Giữ kín tệp và cụm mật khẩu; mất một trong hai là mất khóa.")
    print(f"Phần công khai, gửi cho ban tổ chức: {public}")
    print(f"Dấu để đối chiếu: {Trustee.of('', '', public).fingerprint}")


def make_slips(options: argparse.Namespace) -> None:
    """Marks for the office, slips to print."""
    manifest = manifests.read(options.manifest.read_text(encoding="utf-8"))
    codes, marks = slips.make(manifest)
    options.to.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys.write_private(options.to / handover.SLIPS, marks)
    for group in manifest.groups:
        path = options.to / f"{group.id}.pdf"
        keys.write_private(path, slips.pdf(manifest, group, codes[group.id], options.address))
        print(f"{path}: {len(codes[group.id])} phiếu, {group.label}")
    _holders(manifest)
    print("In xong hãy xóa các tệp PDF khỏi máy này: ai có tệp là có phiếu.")


def void(options: argparse.Namespace) -> None:
    """What was handed out, for the box; the numbers for the minutes."""
    manifest = manifests.read(options.manifest.read_text(encoding="utf-8"))
    marks = handover.read_slips(options.slips.read_text(encoding="utf-8"), manifest)
    text = slips.void(manifest, marks, options.codes.read_text(encoding="utf-8").splitlines())
    keys.write_private(options.to, text)
    handed = handover.read_handed(text, manifest, marks)
    for group, (printed, taken) in slips.taken(marks, handed).items():
        label = manifest.group(group).label
        print(f"{label}: in {printed}, đã lấy {taken}, hủy {printed - taken}")
    print(f"Dấu của danh sách phiếu, ghi vào biên bản: {handover.lists_mark(manifest, marks, handed)}")


def open_box(options: argparse.Namespace) -> None:
    """The opening. Passphrases are asked for once all that stands on paper is right; none of it is shown before."""
    export = station.read(options.export)
    counting.verify(export, options.root, options.lists)
    given = [
        keys.read(path.read_text(encoding="utf-8"), ask(f"Cụm mật khẩu của {path.name}: ")) for path in options.key
    ]
    papers = options.papers.read_text(encoding="utf-8") if options.papers else ""
    earlier = [path.read_text(encoding="utf-8") for path in options.earlier]
    before = [station.round_before(folder) for folder in options.before]
    done = station.carry_out(export, options.root, options.lists, given, options.to, papers, earlier, before)
    print(f"Đúng mốc đã công bố: {done.root}")
    print(f"Đúng danh sách đã phát: {done.lists}")
    print(f"Phiếu trong hòm {done.size}, được tính {done.counted}, hỏng {done.lost}, phiếu giấy {done.papers}.")
    for name in (handover.OPENED, station.TOTALS, station.TEXTS):
        print(f"SHA-256 của {name}, ghi vào biên bản: {hashlib.sha256((options.to / name).read_bytes()).hexdigest()}")
    _box_keys(export.heads)
    print(f"Người giữ khóa đã ký kết quả: {', '.join(done.signers)}")
    print(f"Kết quả ở {options.to}: opened.json đưa cho hòm phiếu, totals.json cho cơ quan, texts.json cho người đọc.")


def serve_page(options: argparse.Namespace) -> None:
    """The same opening as a page, until it is closed there or by Ctrl-C."""
    session = Session(
        station.read(options.export), options.to, [path.read_text(encoding="utf-8") for path in options.earlier],
        [station.round_before(folder) for folder in options.before],
    )  # fmt: skip
    with Station(session, options.port) as served:
        print(f"Mở địa chỉ này trong trình duyệt của chính máy này: {served.address}", flush=True)
        if not options.no_browser:
            webbrowser.open(served.address)
        try:
            served.serve_forever()
        except KeyboardInterrupt:
            print("Đã đóng.")


def check(options: argparse.Namespace) -> None:
    """What was frozen, who signed what was opened, whether these are the totals they signed. For anybody."""
    manifest = manifests.read(options.manifest.read_text(encoding="utf-8"))
    _holders(manifest)
    _heads(manifest, [path.read_text(encoding="utf-8") for path in options.heads])
    if options.opened is None:
        return
    opening = handover.read_opened(options.opened.read_text(encoding="utf-8"), manifest)
    print(f"Mốc cuối {opening.root}; phiếu trong hòm {opening.size}, được tính {opening.counted}.")
    print(f"Dấu của danh sách phiếu, so với biên bản phát phiếu: {opening.lists}")
    print(f"Người giữ khóa đã ký: {', '.join(handover.signers(manifest, opening))} (cần {manifest.need}).")
    if options.totals is None:
        return
    handover.check_totals(options.totals.read_text(encoding="utf-8"), opening)
    print(f"Đúng: totals.json là kết quả họ đã ký. SHA-256, so với biên bản mở hòm: {opening.totals}")
    if options.texts is not None:
        handover.check_texts(options.texts.read_text(encoding="utf-8"), opening)
        print("Đúng: texts.json là các ý kiến viết họ đã ký.")


def _heads(manifest: Manifest, kept: Sequence[str]) -> None:
    """What the box signed, day by day. RuleError where it signed two things of one day: the two files prove it."""
    seen: dict[int, handover.Head] = {}
    for text in kept:
        found = handover.read_heads(text, manifest)
        _box_keys(found)
        for head in found:
            other = seen.setdefault(head.number, head)
            if (other.size, other.root) != (head.size, head.root):
                raise RuleError(f"hòm phiếu đã ký hai mốc khác nhau cho ngày thứ {head.number + 1}; giữ cả hai tệp")
    for number, head in sorted(seen.items()):
        print(f"Hết ngày thứ {number + 1}: {head.size} phiếu, mốc {head.root}, đúng chữ ký.")


def _box_keys(heads: Sequence[handover.Head]) -> None:
    """By whose key the heads were signed; a second one has to be accounted for."""
    found = handover.keys(heads)
    for key in found:
        print(f"Dấu khóa của hòm phiếu, so với dấu dán tường: {signing.fingerprint(key)}")
    if len(found) > 1:
        print("Các mốc do nhiều khóa ký: việc hòm phiếu mất khóa cũ phải có trong biên bản.")


def _holders(manifest: Manifest) -> None:
    """The survey, and whose keys it names: each trustee compares their own."""
    print(f"Mã đợt, so với mã trên phiếu và thư mời: {manifest.hash}")
    for one in manifest.trustees:
        print(f"Dấu khóa của {one.name}: {one.fingerprint}")


def blank_papers(options: argparse.Namespace) -> None:
    """The table in which paper ballots are counted."""
    manifest = manifests.read(options.manifest.read_text(encoding="utf-8"))
    keys.write_private(options.file, hand.blank(manifest))
    print(f"Đã ghi {options.file}: điền số phiếu của từng nhóm, số người trả lời và số chọn của từng câu.")


def ask(prompt: str) -> str:
    """A passphrase: typed unseen, or a line of standard input where that is no terminal."""
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
