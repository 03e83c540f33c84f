"""The console's routes: the token comes by cookie, and a form is taken only from our own pages."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gateway.api.border import Border, Handler, form_of
from gateway.api.problem import Refused
from gateway.intake.replay import NotHeld
from gateway.store.errors import StoreDown
from gateway.web import pages
from gateway.web.render import HEADERS, bare
from schemas.policy_words import Role

_COOKIE = "nwd_token"
_ROLES = frozenset({Role.OPERATOR})
_STYLE = Path(__file__).with_name("style.css")
_PAGES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/console", pages.overview),
    ("GET", "/console/messages", pages.messages),
    ("GET", "/console/messages/{id}", pages.message),
    ("POST", "/console/messages/{id}/replay", pages.replay_message),
    ("POST", "/console/messages/{id}/resolve", pages.resolve_message),
    ("GET", "/console/shadow", pages.shadow),
    ("GET", "/console/parked", pages.parked),
    ("GET", "/console/parked/{id}", pages.delivery),
    ("POST", "/console/parked/{id}/replay", pages.replay_delivery),
    ("POST", "/console/parked/{id}/skip", pages.skip_delivery),
)
CONSOLE_PAGES = tuple(path for method, path, _ in _PAGES if method == "GET")
"""Where the console shows something."""
_Endpoint = Callable[[Request], Awaitable[Response]]


def routes(border: Border) -> list[Route]:
    """Every route of the console."""
    served = [Route(path, _page(border, page), methods=[method]) for method, path, page in _PAGES]
    own: list[tuple[str, str, _Endpoint]] = [
        ("GET", "/console/login", _login_page(border)),
        ("POST", "/console/login", _login(border)),
        ("POST", "/console/logout", _logout),
        ("GET", "/console/style.css", _style),
        ("GET", "/information", _information(border)),
    ]
    return served + [Route(path, serve, methods=[method]) for method, path, serve in own]


def _page(border: Border, page: Handler) -> _Endpoint:
    async def serve(request: Request) -> Response:
        if request.method == "POST" and not _is_ours(request):
            return _no(border, 403, "forbidden", "this form was not sent from the console; open the page and try again")
        try:
            return await page(border.call(request, request.cookies.get(_COOKIE, ""), _ROLES))
        except Refused as error:
            if error.status == 401:
                return RedirectResponse("/console/login", 303)
            return _no(border, error.status, error.code, error.message)
        except NotHeld as error:
            return _no(border, 409, "conflict", str(error))
        except StoreDown:
            return _no(border, 503, "transient", "nothing was stored; try again later")

    return serve


def _login_page(border: Border) -> _Endpoint:
    async def serve(request: Request) -> Response:
        return bare(border.house.name, "login.html")

    return serve


def _information(border: Border) -> _Endpoint:
    """General information for carers: pulled, of nobody's record, the same bytes for whoever asks and however."""

    async def serve(request: Request) -> Response:
        known = border.house.directory.services.values()
        services = [(one.name, one.phone) for one in known if one.phone]
        return bare(border.house.name, "information.html", services=services)

    return serve


def _login(border: Border) -> _Endpoint:
    async def serve(request: Request) -> Response:
        if not _is_ours(request):
            return _no(border, 403, "forbidden", "sign in on the console's own page")
        try:
            token = (await form_of(request)).get("token", "").strip()
        except Refused as error:
            return _no(border, error.status, error.code, error.message)
        try:
            caller = border.call(request, token, _ROLES).caller
        except Refused:
            said = "This token is not valid here, has run out, or is not for the role operator."
            return bare(border.house.name, "login.html", 401, said=said)
        answer = RedirectResponse("/console", 303)
        secure = request.url.scheme == "https"
        answer.set_cookie(
            _COOKIE, token, path="/console", httponly=True, samesite="strict", secure=secure,
            max_age=max(0, caller.expires - border.tokens.now()),
        )  # fmt: skip
        return answer

    return serve


async def _logout(request: Request) -> Response:
    answer = RedirectResponse("/console/login", 303)
    answer.delete_cookie(_COOKIE, path="/console", httponly=True, samesite="strict")
    return answer


async def _style(request: Request) -> Response:
    return Response(_STYLE.read_bytes(), media_type="text/css", headers=HEADERS)


def _is_ours(request: Request) -> bool:
    """Browsers say where a form came from; another site's is refused even where it could bring the cookie."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    return site == "same-origin" and (origin is None or urlsplit(origin).netloc == request.url.netloc)


def _no(border: Border, status: int, code: str, said: str) -> Response:
    return bare(border.house.name, "no.html", status, heading=f"Not done ({code})", said=said)
