"""Where an assignment stands: derived from its acts, and as its summary row keeps it."""

from canbo.office.work.standing.derive import Batch as Batch
from canbo.office.work.standing.derive import Deed as Deed
from canbo.office.work.standing.derive import Derived as Derived
from canbo.office.work.standing.derive import Fate as Fate
from canbo.office.work.standing.derive import derive as derive
from canbo.office.work.standing.derive import is_told_late as is_told_late
from canbo.office.work.standing.summary import Wait as Wait
from canbo.office.work.standing.summary import fates_of as fates_of
from canbo.office.work.standing.summary import fates_text as fates_text
from canbo.office.work.standing.summary import terms_of as terms_of
from canbo.office.work.standing.summary import terms_text as terms_text
from canbo.office.work.standing.summary import waits_of as waits_of
from canbo.office.work.standing.summary import waits_text as waits_text
