"""What this room's pages read."""

from canbo.office.opinions.queries.campaigns import (
    Beside,
    Round,
    about,
    beside,
    campaign,
    campaigns,
    headed,
    own,
    units_of,
)
from canbo.office.opinions.queries.days import Promise, Window, promised_by, promised_in, running, windows
from canbo.office.opinions.queries.draws import draws, frames, next_key, published
from canbo.office.opinions.queries.invited import Candidate, Invited, before_there, candidates, invited
from canbo.office.opinions.queries.progress import Progress, progress
from canbo.office.opinions.queries.rounds import (
    Compared,
    before,
    by_place,
    compared,
    followed,
    leaders,
    may_view_self,
    present,
    self_questions,
    self_view,
    self_waiting,
)

__all__ = [
    "Beside", "Candidate", "Compared", "Invited", "Progress", "Promise", "Round", "Window", "about", "before",
    "before_there", "beside", "by_place", "campaign", "campaigns", "candidates", "compared", "draws", "followed",
    "frames", "headed", "invited", "leaders", "may_view_self", "next_key", "own", "present", "progress", "promised_by",
    "promised_in", "published", "running", "self_questions", "self_view", "self_waiting", "units_of", "windows",
]  # fmt: skip
