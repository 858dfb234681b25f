"""Measure a batch of commitments: each rendered to PDF and sealed by the product, and the same PDFs by bare pyHanko.

.venv/bin/python bench/signing.py                              2,000 commitments, SQLite
.venv/bin/python bench/signing.py --papers 200 --profile       fewer; where the time of the product's part goes
scripts/with-postgres .venv/bin/python bench/signing.py        PostgreSQL

All sign with the same key (RSA, 3072 bits), put a visible stamp and leave a file on disk. The product renders each
paper, draws each stamp (name, time), keeps the file by its hash, flushes it, records the signature and its event, and
shows progress. Bare pyHanko is given the rendered papers and one stamp drawn beforehand, and reserves room for the
signature, as its documentation advises. Twice: as it comes, where it reads and checks the key anew for each signature,
and with the key read once, as the product does: the harder baseline. They take turns, some papers each, so that a busy
machine slows all of them.
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

from canbo.paperwork.documents import model, render
from canbo.paperwork.documents.model import Document

if TYPE_CHECKING:
    from canbo.office.base.models import Account
    from canbo.office.people.models import Unit

TURN = 50  # papers signed by one of the two before it is the other's turn
PASSWORD = "mot-mat-khau-dai"
ITEMS, GROUPS = 3, 9
WORDS = "Trả lời đúng hạn, nêu rõ thời hạn và kết quả phải đạt. "


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

    def over(self, other: Clocks, less: Clocks | None = None) -> str:
        """How many times as long as the other; without what `less` took."""
        wall, cpu = self.wall - (less.wall if less else 0), self.cpu - (less.cpu if less else 0)
        return f"{wall / other.wall:.2f} by the clock, {cpu / other.cpu:.2f} by processor time"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=2000)
    parser.add_argument("--profile", action="store_true", help="print the slowest functions of the product's part")
    return parser.parse_args()


def commitment(number: int) -> Document:
    """A commitment of two pages, each of somebody else."""
    name = f"Người cam kết thứ {number}"
    groups = tuple(
        model.PromiseGroup(
            f"Tiêu chí thứ {group}",
            tuple(model.Promise(str(ITEMS * group + item), f"Nội dung thứ {item}", WORDS) for item in range(ITEMS)),
        )
        for group in range(GROUPS)
    )
    return model.Commitment(
        letterhead=model.Letterhead(issuer="Cơ quan đo", superior="", place="Hà Nội", dated=date(2026, 1, 20)),
        title="Bản cam kết",
        abstract="Thực hiện tiêu chí đánh giá năm 2026",
        person=model.Person(name, "Chuyên viên", "Văn phòng", "02/09/1985", f"CC{number:04d}"),
        opening=("Trong năm 2026 tôi cam kết:",),
        groups=groups,
        closing=("Tôi cam kết thực hiện đúng những nội dung trên.",),
        signatures=(
            model.SignatureSpace("Cấp trên trực tiếp", "Lê Đức Ước"),
            model.SignatureSpace("Người cam kết", name),
        ),
        reference=f"Bản cam kết số {number}, lần 1.",
    )


def bare(key: Any, stamp: Path, folder: Path, *, once: bool) -> Callable[[int, bytes], None]:
    """Sign one paper with pyHanko and nothing else, and leave it in the folder; `once`: with the key read once."""
    from asn1crypto import keys, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.stamp import StaticStampStyle
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    from canbo.paperwork.signing.keys import open_file

    raw = open_file(key).sign

    class Once(signers.SimpleSigner):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return raw(data)

    own = x509.Certificate.load(key.certificate.der)
    registry = SimpleCertificateStore.from_certs([own])
    signer = (Once if once else signers.SimpleSigner)(own, keys.PrivateKeyInfo.load(key.private), registry)
    style = StaticStampStyle.from_pdf_file(str(stamp), border_width=0)
    metadata = signers.PdfSignatureMetadata(
        field_name="Sig", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, reason="Cam kết"
    )
    spec = fields.SigFieldSpec("Sig", on_page=0, box=(85, 10, 238, 52))
    maker = signers.PdfSigner(metadata, signer, stamp_style=style, new_field_spec=spec)

    def sign(number: int, paper: bytes) -> None:
        output = maker.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(paper)), bytes_reserved=16384)
        path = folder / f"{once}-{number}.pdf"
        path.write_bytes(output.getvalue())
        path.unlink()

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


def sealed(officer: Account, unit: Unit, papers: Sequence[int], confirmation: Any, job: Any) -> int:
    """Render and seal these papers through the product."""
    from canbo.office.base import jobs
    from canbo.office.signatures import actions
    from canbo.paperwork.signing import Stamp

    batch = (
        actions.Paper(
            f"bench:{number}",
            f"{number}.pdf",
            lambda number=number: render(commitment(number), "pdf"),
            Stamp(unit.name, space=0),
            "Cam kết",
        )
        for number in papers
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
    signers = [bare(kept, folder / "stamp.pdf", folder, once=once) for once in (False, True)]
    confirmation = actions.confirm(actor=officer, password=PASSWORD)
    job = Job.objects.create(kind="signatures.seal", label="bench", agency_id=unit.agency_id, owner=officer)
    rendering, as_it_comes, key_once, ours = Clocks(), Clocks(), Clocks(), Clocks()
    profiler = profiled() if profile else None
    for start in range(0, count, TURN):
        turn = range(start, min(start + TURN, count))
        with rendering.running():
            papers = [(number, render(commitment(number), "pdf")) for number in turn]
        for sign, clocks in zip(signers, (as_it_comes, key_once), strict=True):
            with clocks.running():
                for number, paper in papers:
                    sign(number, paper)
        with ours.running():
            if profiler:
                profiler.enable()
            sealed(officer, unit, turn, confirmation, job)
            if profiler:
                profiler.disable()
    print(rendering.line("rendering alone", count))
    print(as_it_comes.line("bare pyHanko as it comes", count))
    print(key_once.line("bare pyHanko, key read once", count))
    print(ours.line("product: render and seal", count))
    for label, theirs in (("as it comes", as_it_comes), ("key read once", key_once)):
        print(f"ratio to pyHanko {label}: {ours.over(theirs)}; without our rendering {ours.over(theirs, rendering)}")
    again = Clocks()
    with again.running():
        sealed(officer, unit, range(count), confirmation, job)
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
