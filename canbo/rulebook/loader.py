"""Packs from files: the shipped library, or a folder of one's own. A fault names file, line and what was expected."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from canbo.rulebook import forms, sections, settings
from canbo.rulebook.errors import PackError, RuleError
from canbo.rulebook.model import Setting
from canbo.rulebook.pack import Pack, read_rules
from canbo.rulebook.reader import Reader
from canbo.rulebook.source import Node, content_hash
from canbo.rulebook.source import sections as read_sections

PACKS = Path(__file__).parent / "packs"
REQUIRED = ("instrument", "periods", "forms", "basis", "levels", "steps", "petition", "publication")
OPTIONAL = ("settings", "facts", "overrides", "ceiling", "aggregations", "consequences", "workload", "commitment")


def load(path: Path) -> Pack:
    """The pack in a folder (all its *.yaml, not its subfolders) or in one file.

    Raises PackError at the first fault: unknown, duplicate or missing key, wrong type, value without a citation,
    dangling name, sums or bounds that do not fit.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise PackError(str(path), 1, "không có tệp quy định nào", "thư mục có pack.yaml, hoặc một tệp .yaml")
    root = path if path.is_dir() else path.parent
    content = read_sections(files, root.parent)
    _check_keys(content, str(files[0].relative_to(root.parent)))
    instrument = sections.instrument(content["instrument"])
    reader = Reader(instrument.number, {}, {})
    declared = settings.read_all(content["settings"], reader, None) if "settings" in content else {}
    owners = _owners(declared, content)
    blanks = tuple(forms.placeholders(content["forms"], owners))
    digest = content_hash(content)
    reader = Reader(instrument.number, declared, {key: settings.sample(setting) for key, setting in declared.items()})
    specimen = read_rules(content, instrument, reader, {}, digest)
    return Pack(instrument, tuple(declared.values()), blanks, digest, str(path), specimen, content)


def _check_keys(content: dict[str, Node], file: str) -> None:
    known = {*REQUIRED, *OPTIONAL}
    for key, node in content.items():
        if key not in known:
            raise node.fail(f"mục lạ “{key}”", "một trong " + ", ".join(sorted(known)))
    for key in REQUIRED:
        if key not in content:
            raise PackError(file, 1, f"thiếu mục “{key}”", f"{key}: …")


def _owners(declared: dict[str, Setting], content: dict[str, Node]) -> dict[str, str]:
    """The items setting of each form; one per form, naming a form that exists."""
    names = content["forms"].entries()
    owners: dict[str, str] = {}
    for setting in declared.values():
        if setting.type != "items":
            continue
        place = content["settings"].entries()[setting.key]
        if setting.form not in names or setting.form == "cite":
            raise place.fail(
                f"không có biểu “{setting.form}”", "một trong " + ", ".join(k for k in names if k != "cite")
            )
        if setting.form in owners:
            raise place.fail(f"biểu “{setting.form}” có hai thiết lập nội dung", "một thiết lập items cho mỗi biểu")
        owners[setting.form] = setting.key
    return owners


@cache
def library() -> tuple[Pack, ...]:
    """The shipped packs, by the day they came into force."""
    packs = [load(folder) for folder in sorted(PACKS.iterdir()) if (folder / "pack.yaml").is_file()]
    return tuple(sorted(packs, key=lambda pack: (pack.instrument.in_force, pack.key)))


def pack(key: str) -> Pack:
    """The shipped pack named `key`; RuleError where there is none."""
    for found in library():
        if found.key == key:
            return found
    raise RuleError(f"không có quy định “{key}”; có: " + ", ".join(found.key for found in library()))
