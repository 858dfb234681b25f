"""Signatures on PDFs (PAdES): made with a key here or by a token elsewhere, and checked against a trust list.

The library behind (pyHanko) loads when a function of `sealing`, `external`, `checking`, `keys` or `sameness` is called;
this package and its `model` are light.
"""

from canbo.paperwork.signing.model import Box, Finding, Report, SigningError, Stamp, TimestampError, Trust

__all__ = ["Box", "Finding", "Report", "SigningError", "Stamp", "TimestampError", "Trust"]
