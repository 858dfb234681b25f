"""Time-stamps (RFC 3161). The request travels by a function that is handed in: no network here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from canbo.paperwork.signing.model import TimestampError

if TYPE_CHECKING:
    from asn1crypto.tsp import TimeStampReq, TimeStampResp
    from pyhanko.sign.timestamps import TimeStamper

# Sends a request (DER) to the server and returns its answer (DER); OSError where none comes.
Transport = Callable[[bytes], bytes]
NO_TIME = "Máy chủ cấp dấu thời gian không trả lời, hoặc trả lời không dùng được. Hãy thử lại sau."


@contextmanager
def client(transport: Transport | None) -> Iterator[TimeStamper | None]:
    """What the library asks for the time; nothing where no server is set. TimestampError: no usable answer came."""
    if transport is None:
        yield None
        return
    from asn1crypto.tsp import TimeStampResp
    from pyhanko.sign.timestamps import TimeStamper

    send = transport

    class Client(TimeStamper):
        async def async_request_tsa_response(self, req: TimeStampReq) -> TimeStampResp:
            answer = TimeStampResp.load(send(req.dump()), strict=True)
            if answer["status"]["status"].native in {"granted", "granted_with_mods"}:
                _about(answer, req)
            return answer

    try:
        yield Client()
    except Exception as error:  # no answer, or one that refuses, is none, is about something else, breaks the parser
        raise TimestampError(NO_TIME) from error


def _about(answer: TimeStampResp, asked: TimeStampReq) -> None:
    """ValueError unless the time is given for what was asked: the library looks at the nonce alone."""
    given = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    if given["message_imprint"].dump() != asked["message_imprint"].dump():
        raise ValueError("a time-stamp of something else")
