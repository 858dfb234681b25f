"""What the box keeps. No time finer than a day, no number that grows, no link to a person, address or device."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

HASH = 64  # letters of a sha256 in hex


class Paper(models.Model):
    """A published text about a survey, as it came or was made; which of them exist is the survey's state.

    Kinds: see `canbo.rulebook.ballot.handover`, and `closed`, the last head, after which nothing is taken.
    """

    MANIFEST, SLIPS, HANDED, CLOSED, OPENED = KINDS = ("manifest", "slips", "handed", "closed", "opened")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.CharField(max_length=HASH)
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in KINDS])
    text = models.TextField()

    objects: ClassVar[models.Manager[Paper]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "kind"], name="box_paper_once"),
            models.CheckConstraint(
                name="box_paper_kind", condition=Q(kind__in=("manifest", "slips", "handed", "closed", "opened"))
            ),
        ]


class Sealed(models.Model):
    """A sealed ballot. `signer` is sha256 of the voter's public key, `counter` the voter's own: the highest counts."""

    leaf = models.CharField(max_length=HASH, primary_key=True)
    survey = models.CharField(max_length=HASH)
    signer = models.CharField(max_length=HASH)
    counter = models.PositiveSmallIntegerField()
    body = models.TextField()

    class Meta:
        abstract = True


class Arrival(Sealed):
    """A ballot of a day that no head has closed yet."""

    objects: ClassVar[models.Manager[Arrival]] = models.Manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["signer", "counter"], name="box_arrival_counter")]


class Ballot(Sealed):
    """A ballot on the board; `head` is the number of the head it came under. Written in the order of the leaves."""

    head = models.PositiveSmallIntegerField()

    objects: ClassVar[models.Manager[Ballot]] = models.Manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["signer"], name="box_ballot_signer"),
            models.Index(fields=["survey", "head", "leaf"], name="box_ballot_board"),
        ]


class Head(models.Model):
    """A head of the board: the day it closed (0 is the first day of casting), leaves under it, root of the tree, and
    the box's signature, made with it and never again: whoever changes a row cannot sign it. `key` the public key of
    that signature: a box that lost its own goes on with another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.CharField(max_length=HASH)
    number = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=HASH)
    signature = models.CharField(max_length=88)
    key = models.CharField(max_length=43)

    objects: ClassVar[models.Manager[Head]] = models.Manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "number"], name="box_head_once_a_day")]
