"""Staff rosters as offices keep them in Excel: `read_roster(data, filename)` understands, converts and reports."""

from canbo.paperwork.roster.model import (
    Column,
    Conversion,
    Problem,
    RosterReading,
    RosterRow,
    Severity,
)
from canbo.paperwork.roster.reading import read_roster

__all__ = ["Column", "Conversion", "Problem", "RosterReading", "RosterRow", "Severity", "read_roster"]
