"""How a paper cites what it rests on: the instrument, and the document by which the body adopted it."""

from __future__ import annotations

from canbo.office.regulations.models import Adoption
from canbo.paperwork.dates import long_date
from canbo.rulebook import Instrument

# Where an instrument's title goes on after the name of its kind: "Nghị định | quy định về …", "Quy định | về …".
TURNS = (" quy định ", " về ")
LONGEST_KIND = 2  # words


def cited(instrument: Instrument, adoption: Adoption, *, whole: bool = True) -> tuple[str, ...]:
    """The instrument as a paper cites it: "Nghị định số 335/2025/NĐ-CP", with "quy định về …" if `whole`.

    Nothing where the body adopted it under the instrument's own number, which is then cited once; the title where no
    number is public.
    """
    title, number = instrument.title, instrument.number
    if number == adoption.number:
        return ()
    if number.startswith("["):
        return (title,)
    for turn in TURNS:
        kind, found, rest = title.partition(turn)
        if found and len(kind.split()) <= LONGEST_KIND:
            return (f"{kind} số {number}" + (f"{turn}{rest}" if whole else ""),)
    return (f"{title} (số {number})",)


def adopted(adoption: Adoption, *, whole: bool = False) -> str:
    """The adopting document: "Kế hoạch số 05-KH/BCN ngày 27 tháng 9 năm 2021", with whose and what about if `whole`."""
    named = f"{adoption.document} {long_date(adoption.issued)}"
    if not whole:
        return named
    about = adoption.title[:1].lower() + adoption.title[1:]
    if not about.startswith("về "):
        about = f"về {about}"
    return f"{named} của {adoption.unit.name} {about}"
