"""At the door: what is typed and asked for comes without characters that no paper or database can hold; every page
says what it may load."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

# Control characters but tab and new lines, halves of characters (JSON can name them), and the two code points that are
# no characters. PostgreSQL refuses some of them in any text, Word and PDF the others; a record that held one could
# never be printed.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class WritableTextMiddleware:
    """Takes the unwritable characters out of every value of the query and the form; before the token is checked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = writable(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = writable(sent(request))  # type: ignore[assignment]
        return self.get_response(request)


class PolicyMiddleware:
    """What a page may load and send: only what is the site's own. The same on every page, so nothing is built."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        return response


def sent(request: HttpRequest) -> QueryDict:
    """The fields of a form; those a page's script sends while somebody types come as one JSON object of texts, which
    is read in a twentieth of the time of a form's. BadRequest for other JSON."""
    if request.content_type != "application/json":
        return request.POST
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("not JSON") from error
    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        raise BadRequest("not an object of texts")
    found = QueryDict(mutable=True)
    dict.update(found, {name: [text] for name, text in given.items()})
    found._mutable = False
    return found


def writable(given: QueryDict) -> QueryDict:
    """The same fields; the very same object where there was nothing to take out, which is nearly always."""
    if not any(UNWRITABLE.search(text) for _, values in given.lists() for text in values):
        return given
    found = QueryDict(mutable=True)
    for name, values in given.lists():
        found.setlist(name, [UNWRITABLE.sub("", text) for text in values])
    found._mutable = False
    return found
