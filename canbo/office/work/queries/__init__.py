"""Work, read: figures, catalogues, boards, what waits."""

from canbo.office.work.queries.figures import Figures as Figures
from canbo.office.work.queries.figures import Row as Row
from canbo.office.work.queries.figures import figures as figures
from canbo.office.work.queries.waiting import Due as Due
from canbo.office.work.queries.waiting import Waiting as Waiting
from canbo.office.work.queries.waiting import dues as dues
from canbo.office.work.queries.waiting import waiting as waiting
