"""Work, read: figures, catalogues, boards, what waits."""

from canbo.office.work.queries.figures import Figures as Figures
from canbo.office.work.queries.figures import Row as Row
from canbo.office.work.queries.figures import figures as figures
