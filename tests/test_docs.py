"""The documents keep what they promise: settings, commands, files, functions and labels they name exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from canbo import cli
from canbo.rulebook import library
from canbo.rulebook.cli import COMMANDS as RULES

ROOT = Path(__file__).parents[1]
OFFICE = ROOT / "canbo/office"
GUIDE = sorted((ROOT / "docs/huong-dan").glob("*.md"))
OPERATIONS = ROOT / "docs/operations"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")])
LABEL = re.compile(r"\*\*([^*\n]+)\*\*")
# In running text a guide also prints in bold what begins a paragraph; those end with a full stop or a comma.
GAP = "…"


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code(path: Path) -> str:
    """Everything a page prints as code."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text(path), flags=re.S))


def test_every_setting_is_documented_and_no_other() -> None:
    source = text(OFFICE / "settings.py") + text(ROOT / "canbo/box/settings.py")
    read = {f"CANBO_{name}" for name in re.findall(r'\b(?:env|flag|number)\("(\w+)"', source)}
    read |= set(re.findall(r'environ\.get\("(\w+)"', source))
    rows = re.findall(r"^\| `(\w+)` \|", text(OPERATIONS / "settings.md"), flags=re.M)
    assert sorted(rows) == sorted(read)


def test_every_command_is_documented_and_no_other() -> None:
    rows = re.findall(r"^\| `canbo (\w+)(?: (\w+))?", text(OPERATIONS / "commands.md"), flags=re.M)
    assert {name for name, _ in rows} == set(cli.commands())
    assert {verb for name, verb in rows if name == "rules"} == set(RULES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_named_commands_exist(page: Path) -> None:
    named = set(re.findall(r"\bcanbo ([a-z]+)\b", code(page)))
    assert named - set(cli.commands()) == set()
    assert set(re.findall(r"\bcanbo rules ([a-z]+)\b", code(page))) - set(RULES) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_named_files_exist(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text(page)) + re.findall(r'<img src="([^"]+)"', text(page))
    assert [link for link in links if not (page.parent / link).exists()] == []
    named = re.findall(r"(?<![\w/.])(?:canbo|docs|tests|scripts|bench)/[\w./-]*\w", code(page))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_tour_names_what_there_is() -> None:
    tour = text(ROOT / "docs/tour.md")
    stops = re.findall(r"^\| `(canbo/[^`]+\.py)` \|(.*)\|$", tour, flags=re.M)
    stops += re.findall(r"\(`(canbo/[^`]+\.py)`: (`\w+`)", tour)
    assert len(stops) > 20
    assert [(path, name) for path, said in stops for name in names_in(said) if name not in defined(path)] == []


def names_in(said: str) -> list[str]:
    """Functions and classes a row of the tour promises: code before a colon or comma, not the explanation after."""
    promised = re.findall(r"`([a-z_]+|[A-Z][a-z]+)`(?=[,:; ]|$)", said)
    return [name for name in promised if name not in {"Marking", "Adoption", "Conflict"}]


def defined(path: str) -> set[str]:
    tree = ast.parse(text(ROOT / path))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def test_every_pack_has_its_entry_under_the_law() -> None:
    law = text(ROOT / "CHANGELOG.md").partition("### Pháp luật")[2].partition("### Phần mềm")[0]
    assert sorted(re.findall(r"^- \*\*`(\w+)`", law, flags=re.M)) == sorted(pack.key for pack in library())


@pytest.mark.parametrize("page", [ROOT / "README.md", *GUIDE], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_labels_stand_on_the_screens(page: Path) -> None:
    screens = words_of_the_screens()
    labels = {" ".join(label.split()) for label in LABEL.findall(text(page)) if not label.endswith((".", ","))}
    assert [label for label in sorted(labels) if not all(part in screens for part in parts(label))] == []


def parts(label: str) -> Iterator[str]:
    """A label's fixed words; `…` stands for what the screen fills in."""
    return (part.strip() for part in label.split(GAP) if part.strip())


def words_of_the_screens() -> str:
    """Every word the office may put on a screen, spaces made single."""
    sources = [*OFFICE.glob("*/templates/**/*.html"), *OFFICE.glob("**/*.py")]
    found = " ".join(text(path) for path in sources if "migrations" not in path.parts)
    return " ".join(found.split())
