"""Reads of the profiles room, a noun a file. What other rooms ask is named here."""

from canbo.office.profiles.queries.facts import PersonFacts, facts, profiles

__all__ = ["PersonFacts", "facts", "profiles"]
