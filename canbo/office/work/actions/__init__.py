"""What is done with work and its catalogues. Every act is a record."""

from canbo.office.work.actions.assigning import Order as Order
from canbo.office.work.actions.assigning import Refused as Refused
from canbo.office.work.actions.assigning import assign as assign
from canbo.office.work.actions.changing import cancel as cancel
from canbo.office.work.actions.changing import new_due as new_due
from canbo.office.work.actions.changing import pause as pause
from canbo.office.work.actions.changing import reassign as reassign
from canbo.office.work.actions.changing import resume as resume
from canbo.office.work.actions.correcting import correct as correct
from canbo.office.work.actions.delivering import accept as accept
from canbo.office.work.actions.delivering import deliver as deliver
from canbo.office.work.actions.delivering import take_back as take_back
from canbo.office.work.actions.once import AlreadyDone as AlreadyDone
from canbo.office.work.actions.reviewing import Report as Report
from canbo.office.work.actions.reviewing import Review as Review
from canbo.office.work.actions.reviewing import excuse as excuse
from canbo.office.work.actions.reviewing import review as review
from canbo.office.work.actions.reviewing import review_many as review_many
