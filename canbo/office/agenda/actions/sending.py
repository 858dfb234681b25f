"""Sending the letters that wait. What the mail server does not take now waits and is tried again; nothing is lost.

A letter is claimed, sent, marked: three steps, since no transaction spans two machines. Killed between the server's
"accepted" and our mark, the letter stays claimed, and after LEASE it is sent a second time, with the same Message-ID,
by which mail programs know a repetition. That moment is the only one in which a letter can go out twice.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from canbo.office.agenda.models import REFUSED, SENDING, SENT, WAITING, Letter

log = logging.getLogger("canbo.mail")
LEASE = timedelta(minutes=15)
AGAIN = timedelta(minutes=5)  # after a temporary refusal: 5 minutes, then 10, 15 … at most LONGEST
LONGEST = timedelta(hours=2)
AT_ONCE = 200
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def waits(now: datetime | None = None) -> bool:
    """Whether a letter is to be sent now: never tried, due again, or left claimed by a process that died."""
    return Letter.objects.filter(state__in=[WAITING, SENDING], next_at__lte=now or timezone.now()).exists()


def send(now: datetime | None = None) -> int:
    """Send what waits, at most AT_ONCE, over one connection; how many went out. A server that cannot be reached
    changes nothing: the clock asks again in a minute."""
    moment = now or timezone.now()
    Letter.objects.filter(state=SENDING, next_at__lte=moment).update(state=WAITING)
    waiting = Letter.objects.filter(state=WAITING, next_at__lte=moment).order_by("id")
    ids = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    connection = get_connection()
    try:
        connection.open()
        return sum(_send_one(connection, pk, moment) for pk in ids)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server does not take letters now: %s", type(error).__name__)
        return 0
    finally:
        connection.close()


def _send_one(connection: BaseEmailBackend, pk: int, now: datetime) -> bool:
    """Claim one letter, send it, mark it. False where another process has it or the server refuses this letter.
    A server that is gone is raised, after the letter is put back."""
    claimed = Letter.objects.filter(pk=pk, state=WAITING)
    if not claimed.update(state=SENDING, tries=F("tries") + 1, next_at=max(now, timezone.now()) + LEASE):
        return False
    letter = Letter.objects.get(pk=pk)
    try:
        message(letter, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        _refused(letter, code, words, now)
        return False
    except smtplib.SMTPSenderRefused:  # about us, not about this letter
        Letter.objects.filter(pk=pk).update(state=WAITING, next_at=now + AGAIN)
        raise
    except smtplib.SMTPResponseException as error:
        _refused(letter, error.smtp_code, error.smtp_error, now)
        return False
    except (OSError, smtplib.SMTPException):
        Letter.objects.filter(pk=pk).update(state=WAITING, next_at=now + AGAIN)
        raise
    Letter.objects.filter(pk=pk).update(state=SENT, sent_at=timezone.now(), problem="")
    return True


def _refused(letter: Letter, code: int, words: bytes | str, now: datetime) -> None:
    """The server refuses this letter: for good (5xx), or for now (4xx)."""
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    state = REFUSED if code >= 500 else WAITING
    again = now + min(AGAIN * letter.tries, LONGEST)
    Letter.objects.filter(pk=letter.pk).update(state=state, next_at=again, problem=f"{code} {said}"[:300])


def message(letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The letter as an e-mail, plain text first."""
    made = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.address], connection=connection,
        headers={**HEADERS, "Message-ID": letter.message_id},
    )  # fmt: skip
    made.attach_alternative(letter.html, "text/html")
    return made
