"""`canbo box …`: run the box, end its days, take surveys from the folder, hand the sealed ballots to the opening."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from canbo.family import Busy, check_port, keep

BIN = Path(sys.executable).parent
EVERY_SECONDS = 60
COMMANDS = {
    "up": "serve the page and the slot, and do every minute what `tick` does",
    "tick": "take what is new in the inbox, and put a head over every day that ended",
    "load": "take surveys from other folders than the inbox",
    "export": "close a survey for good and write what the opening station needs",
    "page": "print the hashes of the voter's page and the fingerprint of the box's key, as they stand on paper",
}


def main(argv: list[str]) -> int:
    """Run one command and return its exit status: 0 done, 1 something was wrong and is said."""
    parser = argparse.ArgumentParser(prog="canbo box", description="The ballot box: a server of its own.")
    commands = parser.add_subparsers(dest="command", required=True)
    made = {name: commands.add_parser(name, help=text, description=text) for name, text in COMMANDS.items()}
    made["up"].add_argument("--host", default="127.0.0.1")
    made["up"].add_argument("--port", type=int, default=8001)
    made["up"].add_argument("--workers", type=int, default=1)
    made["tick"].add_argument("--forever", action="store_true", help="again every minute")
    for name in ("up", "tick"):
        made[name].add_argument(
            "--ends-after", type=int, metavar="DAYS",
            help="end by itself once every survey was opened and its last day is so many days over",
        )  # fmt: skip
    made["load"].add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    made["export"].add_argument("survey", metavar="HASH", help="the manifest's hash, or how it begins")
    made["export"].add_argument("to", type=Path, metavar="FOLDER")
    options = parser.parse_args(argv)
    os.environ["DJANGO_SETTINGS_MODULE"] = "canbo.box.settings"
    import django

    django.setup()
    from django.db import OperationalError

    try:
        return {"up": up, "tick": tick, "load": load, "export": export, "page": page}[options.command](options)
    except OperationalError as error:
        print(
            f"Hòm phiếu: cơ sở dữ liệu không làm được ({' '.join(str(error).split())}). Hãy xem máy chủ của nó có đang "
            "chạy không, đĩa còn chỗ không, và CANBO_BOX_DATABASE_URL có đúng không.",
            file=sys.stderr,
        )
        return 1


def up(options: argparse.Namespace) -> int:
    """Bring the database up to date and serve."""
    try:
        check_port(options.host, options.port)
    except Busy as busy:
        print(busy, file=sys.stderr)
        return 1
    migrate()
    print(
        f"Hòm phiếu: http://{'localhost' if options.host == '127.0.0.1' else options.host}:{options.port}/", flush=True
    )
    server = [
        str(BIN / "granian"),
        *("--interface", "wsgi", "--no-ws", "--no-log", "--no-access-log"),
        *("--host", options.host, "--port", str(options.port)),
        *("--workers", str(options.workers), "--blocking-threads", "4"),
        "canbo.box.wsgi:application",
    ]
    stays = options.ends_after
    clock = [str(BIN / "canbo"), "box", "tick", "--forever", *([] if stays is None else ["--ends-after", str(stays)])]
    status = keep([server, clock])
    # Asked again: for a survey that came while the others ended, the status has whoever supervises start it anew.
    return 0 if at_rest(stays) else status


def tick(options: argparse.Namespace) -> int:
    """What happens by itself with time."""
    from django.db import DatabaseError, close_old_connections

    migrate()
    while options.forever:
        try:
            once()
            if at_rest(options.ends_after):
                print("Hòm phiếu: mọi đợt đã mở hòm và hết hạn xem, tự dừng", flush=True)
                return 0
        except DatabaseError as error:
            print(f"Hòm phiếu: lỡ một lượt, lượt sau làm tiếp ({type(error).__name__})", file=sys.stderr)
        close_old_connections()
        time.sleep(EVERY_SECONDS)
    return once()


def at_rest(stays: int | None) -> bool:
    """Whether the box was told to end by itself, and it is time to."""
    from canbo.box import days

    return stays is not None and days.at_rest(stays)


def once() -> int:
    """One turn: the inbox, then the days."""
    from canbo.box import days, settings

    status = take(sorted(settings.INBOX.glob("*/"))) if settings.INBOX.is_dir() else 0
    for survey in days.end_days():
        head = days.heads(survey)[-1]
        print(f"{survey[:12]}…: chốt ngày thứ {head.number + 1}, {head.size} phiếu, {head.root}", flush=True)
    return status


def load(options: argparse.Namespace) -> int:
    """Take surveys from named folders."""
    migrate()
    return take(options.folders)


def take(folders: list[Path]) -> int:
    """Take what is new in folders; 1 where one holds something that cannot be."""
    from canbo.box import papers
    from canbo.rulebook import RuleError

    status = 0
    for folder in folders:
        try:
            for kind in papers.take(folder):
                print(f"{folder.name[:12]}…: đã nhận {kind}", flush=True)
        except RuleError as error:
            print(error, file=sys.stderr, flush=True)
            status = 1
        except OSError as error:  # whoever fills the inbox must not be able to stop the box
            print(f"{folder.name[:12]}…: không đọc được tệp ({error.strerror})", file=sys.stderr, flush=True)
            status = 1
    return status


def export(options: argparse.Namespace) -> int:
    """Close a survey and write its folder."""
    from canbo.box import days, papers
    from canbo.rulebook import RuleError

    migrate()
    found = [survey for survey in papers.surveys() if survey.startswith(options.survey)]
    if len(found) != 1:
        print(f"Có {len(found)} đợt bắt đầu bằng mã này; cần đúng một.", file=sys.stderr)
        return 1
    try:
        head = days.export(found[0], options.to)
    except (RuleError, FileExistsError) as error:
        said = "thư mục của đợt đã có ở đó" if isinstance(error, FileExistsError) else error
        print(f"Chưa xuất: {said}.", file=sys.stderr)
        return 1
    print(f"Đã đóng và xuất {head.size} phiếu, mốc cuối {head.root}")
    return 0


def page(options: argparse.Namespace) -> int:
    """The hashes of the page's files, and the fingerprint of the key by which this box signs its heads."""
    from canbo.box import key, static
    from canbo.rulebook.ballot import signing

    for name in static.FILES:
        print(f"{static.file(name).hash}  {name}")
    print(f"Dấu khóa của hòm phiếu: {signing.fingerprint(key.public())}")
    return 0


def migrate() -> None:
    """The database's tables, made or brought up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
