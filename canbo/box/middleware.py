"""What every answer of the box says: remember nothing, load nothing from elsewhere, tell nobody where you came from."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from canbo.box import static

HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'self' '{static.inline('script')}'; style-src '{static.inline('style')}'; "
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    # The page that issues tokens is another origin's, opened as a popup.
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def quiet(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Every answer with these headers, and not kept by anybody unless it says so itself."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response[name] = value
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Content-Length", str(len(response.content)))  # else it would be sent in chunks
        return response

    return answer
