"""Opinions in confidence: who is drawn by lot, and how. No table here can reach an answer; those lie in the box."""

from canbo.office.opinions.models.draws import Draw, DrawCommitment, DrawFrame, DrawResult, DrawReveal

__all__ = ["Draw", "DrawCommitment", "DrawFrame", "DrawResult", "DrawReveal"]
