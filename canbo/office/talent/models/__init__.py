"""Talent: planning of cadres, programmes of a term."""

from canbo.office.talent.models.planning import (
    CadrePlan,
    PlanAnswer,
    PlanApproval,
    PlanComment,
    PlanEntry,
    PlanFact,
    PlanningRules,
    PlanNotice,
    PlanNoticeRead,
    PlanPost,
    PlanPotential,
    PlanPublication,
    PlanStep,
    PlanVote,
)
from canbo.office.talent.models.programmes import Programme, ProgrammeReview, ProgrammeTarget, ProgrammeValue
from canbo.office.talent.models.structure import Arrangement, ArrangementDecision, ArrangementDrop, Headcount

__all__ = [
    "Arrangement",
    "ArrangementDecision",
    "ArrangementDrop",
    "CadrePlan",
    "Headcount",
    "PlanAnswer",
    "PlanApproval",
    "PlanComment",
    "PlanEntry",
    "PlanFact",
    "PlanNotice",
    "PlanNoticeRead",
    "PlanPost",
    "PlanPotential",
    "PlanPublication",
    "PlanStep",
    "PlanVote",
    "PlanningRules",
    "Programme",
    "ProgrammeReview",
    "ProgrammeTarget",
    "ProgrammeValue",
]
