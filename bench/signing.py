"""Measure sealing a batch: papers through the product, and the same papers by bare pyHanko, in the same run.

.venv/bin/python bench/signing.py                              2,000 papers of one page, SQLite
.venv/bin/python bench/signing.py --papers 200 --profile       fewer; where the time of the product's part goes
scripts/with-postgres .venv/bin/python bench/signing.py        PostgreSQL

Both sign with the same key (RSA, 3072 bits), put a visible stamp and leave a file on disk. Bare pyHanko reserves room
for the signature, as its documentation advises, and takes one stamp that is drawn beforehand; the product draws each
stamp (name, time), keeps the file by its hash, flushes it, records the signature and its event, and shows progress.
They take turns, some papers each, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from canbo.office.base.models import Account
    from canbo.office.people.models import Unit

TURN = 50  # papers signed by one of the two before it is the other's turn
PASSWORD = "mot-mat-khau-dai"
LINES = "Nội dung cam kết thứ {} trong năm, với thời hạn và kết quả phải đạt. "


@dataclass
class Clocks:
    """Seconds that passed, and of this process's processor time."""

    wall: float = 0
    cpu: float = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu

    def line(self, label: str, papers: int) -> str:
        each = f"{1000 * self.wall / papers:6.1f} ms, cpu {1000 * self.cpu / papers:6.1f} ms a paper"
        return f"{label:28} {self.wall:7.1f} s  {papers / self.wall:6.1f} papers/s  {each}"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=2000)
    parser.add_argument("--profile", action="store_true", help="print the slowest functions of the product's part")
    return parser.parse_args()


def drawn(count: int) -> list[bytes]:
    """Papers of one page, each with another name on it."""
    from importlib.resources import as_file, files

    import typst

    with as_file(files("canbo.paperwork").joinpath("fonts")) as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        start = '#set page(paper: "a4")\n#set text(font: "Liberation Serif")\n'
        body = "\n\n".join(LINES.format(number) for number in range(1, 13))
        texts = (f"{start}Người cam kết thứ {number}\n\n{body}" for number in range(count))
        return [
            typst.Compiler(text.encode(), font_paths=fonts).compile(format="pdf", pdf_standards="a-2u")
            for text in texts
        ]


def bare(key: Any, stamp: Path, folder: Path) -> Callable[[int, bytes], None]:
    """Sign one paper with pyHanko and nothing else, and leave it in the folder."""
    from asn1crypto import keys, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.stamp import StaticStampStyle
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    own = x509.Certificate.load(key.certificate.der)
    registry = SimpleCertificateStore.from_certs([own])
    signer = signers.SimpleSigner(own, keys.PrivateKeyInfo.load(key.private), registry)
    style = StaticStampStyle.from_pdf_file(str(stamp), border_width=0)
    metadata = signers.PdfSignatureMetadata(
        field_name="Sig", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, reason="Cam kết"
    )
    spec = fields.SigFieldSpec("Sig", on_page=0, box=(85, 10, 238, 52))
    maker = signers.PdfSigner(metadata, signer, stamp_style=style, new_field_spec=spec)

    def sign(number: int, paper: bytes) -> None:
        output = maker.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(paper)), bytes_reserved=16384)
        (folder / f"{number}.pdf").write_bytes(output.getvalue())

    return sign


def place() -> tuple[Account, Unit]:
    """An agency and its officer."""
    from canbo.office.base.models import Account
    from canbo.office.people.actions.units import found_agency
    from canbo.office.people.models import Grant

    since = date(2018, 7, 1)
    unit = found_agency(actor=None, name="Cơ quan đo", code="DO", valid_from=since, invented=True)
    officer = Account.objects.create_user("officer", PASSWORD)
    Grant.objects.create(account=officer, role="officer", unit=unit, valid_from=since)
    return officer, unit


def sealed(officer: Account, unit: Unit, papers: Sequence[tuple[int, bytes]], confirmation: Any, job: Any) -> int:
    """Seal these papers through the product."""
    from canbo.office.base import jobs
    from canbo.office.signatures import actions
    from canbo.paperwork.signing import Stamp

    batch = (
        actions.Paper(f"bench:{number}", f"{number}.pdf", lambda paper=paper: paper, Stamp(unit.name), "Cam kết")
        for number, paper in papers
    )
    return actions.seal_many(
        actor=officer, agency_id=unit.agency_id, papers=batch, confirmation=confirmation,
        progress=lambda done: jobs.progress(job, done, len(papers)),
    )  # fmt: skip


def measure(count: int, folder: Path, profile: bool) -> None:
    """Seal, compare, and seal once more what is sealed already."""
    from canbo.office.base.models import Job
    from canbo.office.signatures import actions, keyring, vault
    from canbo.office.signatures.models import Signature
    from canbo.paperwork.signing import Stamp, certificates, keys, stamps

    officer, unit = place()
    row = keyring.in_use(actor=officer, agency_id=unit.agency_id)
    kept = keys.FileKey(vault.take(row.fingerprint), certificates.read_certificate(row.pem.encode()))
    from django.utils import timezone

    (folder / "stamp.pdf").write_bytes(stamps.draw(Stamp(unit.name), (0, 0, 153, 42), timezone.localtime()))
    sign = bare(kept, folder / "stamp.pdf", folder)
    confirmation = actions.confirm(actor=officer, password=PASSWORD)
    job = Job.objects.create(kind="signatures.seal", label="bench", agency_id=unit.agency_id, owner=officer)
    papers = list(enumerate(drawn(count)))
    ours, theirs = Clocks(), Clocks()
    profiler = profiled() if profile else None
    for start in range(0, count, TURN):
        turn = papers[start : start + TURN]
        with theirs.running():
            for number, paper in turn:
                sign(number, paper)
        with ours.running():
            if profiler:
                profiler.enable()
            sealed(officer, unit, turn, confirmation, job)
            if profiler:
                profiler.disable()
    print(theirs.line("bare pyHanko", count))
    print(ours.line("through the product", count))
    print(f"ratio: {ours.wall / theirs.wall:.2f} by the clock, {ours.cpu / theirs.cpu:.2f} by processor time")
    again = Clocks()
    with again.running():
        sealed(officer, unit, papers, confirmation, job)
    assert Signature.objects.count() == count
    print(again.line("again: all sealed already", count))
    if profiler:
        show(profiler)


def profiled() -> Any:
    """A profiler, not yet running."""
    import cProfile

    return cProfile.Profile()


def show(profiler: Any) -> None:
    """The functions the product's part spent most in, with what they call."""
    import pstats

    pstats.Stats(profiler, stream=sys.stdout).sort_stats("cumulative").print_stats(45)


def main() -> None:
    args = arguments()
    with tempfile.TemporaryDirectory() as name:
        os.environ.update(CANBO_DATA=name, CANBO_SECOND_FACTOR="0", DJANGO_SETTINGS_MODULE="canbo.office.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(args.papers, Path(name), args.profile)


if __name__ == "__main__":
    main()
