"""Profiles: the personnel record, standards of titles, and what people may ask about their own data."""

from canbo.office.profiles.models.personal import (
    DataAnswer,
    DataExtension,
    DataReceipt,
    DataRequest,
    RetentionRule,
)
from canbo.office.profiles.models.record import (
    Attained,
    ProfileEntry,
    ProfileErasure,
    ProfileImport,
    ProfileValue,
    ProfileWithdrawal,
    SensitiveRead,
)
from canbo.office.profiles.models.standards import StandardAdoption, StandardEnd, StandardText, TitleMatch

__all__ = [
    "Attained",
    "DataAnswer",
    "DataExtension",
    "DataReceipt",
    "DataRequest",
    "ProfileEntry",
    "ProfileErasure",
    "ProfileImport",
    "ProfileValue",
    "ProfileWithdrawal",
    "RetentionRule",
    "SensitiveRead",
    "StandardAdoption",
    "StandardEnd",
    "StandardText",
    "TitleMatch",
]
