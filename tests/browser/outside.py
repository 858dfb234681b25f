"""A ward whose people may sign with certificates of their own: what the journeys of signing need beforehand.

Run inside the data folder of the served product (`server.running`). Certificates come as files, since they are made
where the test is.
"""

from __future__ import annotations

from pathlib import Path

from canbo.office.signatures import actions
from tests.office.commitments import year
from tests.town import build


def settle(folder: str) -> None:
    """The year's round opened; the authority of `folder` trusted, and a certificate confirmed as Nam's."""
    town = build()
    year.opened(town)
    agency = town.units["ward"].agency_id
    root, own = (Path(folder, name).read_bytes() for name in ("goc.cer", "nam.cer"))
    actions.add_trusted(actor=town.accounts["quan_tri"], agency_id=agency, data=root)
    claimed = actions.claim(actor=town.accounts["nam"], agency_id=agency, data=own)
    actions.rule(actor=town.accounts["trang"], certificate=claimed, verdict="confirmed")
