"""What a council's counted votes come to, under the shares a body has set; nothing where it has set none."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from canbo.rulebook.model import Citation

SIMPLE = 12  # parts that statutes speak of, halves to twelfths


@dataclass(frozen=True, slots=True)
class Council:
    """Shares in hundredths of a percent, both to be reached or passed; None: not set. `of`: whom the ayes are a share
    of: the members present, or all who were invited."""

    quorum: int | None
    majority: int | None
    of: Literal["present", "invited"]
    cite: Citation

    def met(self, invited: int, present: int) -> bool | None:
        """Whether enough members were there; None where no share is set."""
        return None if self.quorum is None else _reached(present, invited, self.quorum)

    def carried(self, invited: int, present: int, agree: int) -> bool | None:
        """Whether enough agreed, by exact counts; None where no share is set."""
        whole = present if self.of == "present" else invited
        return None if self.majority is None else _reached(agree, whole, self.majority)


def _reached(part: int, whole: int, share: int) -> bool:
    return part >= _meant(share) * whole


def _meant(share: int) -> Fraction:
    """A share as its statute means it: "66,67 %" is two thirds rounded, and exactly two thirds reach it."""
    exact = Fraction(share, 10000)
    simple = exact.limit_denominator(SIMPLE)
    return simple if abs(simple - exact) * 20000 <= 1 else exact
