"""QR codes of an address, for print."""

from __future__ import annotations

import io


def qr_svg(link: str) -> str:
    buffer = io.BytesIO()
    _make(link).save(buffer, kind="svg", border=1, xmldecl=False)
    return buffer.getvalue().decode()


def qr_png(link: str) -> bytes:
    buffer = io.BytesIO()
    _make(link).save(buffer, kind="png", border=1, scale=8)
    return buffer.getvalue()


def _make(link: str):  # type: ignore[no-untyped-def]
    import segno

    return segno.make(link, error="m", micro=False)
