"""HTML answers: escaped by default, kept by nobody, with nothing of another origin in them."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from gateway.api.border import Call
from schemas.clock import instant

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
_PLACES = (
    ("/console", "Overview"),
    ("/console/messages", "Messages"),
    ("/console/parked", "Parked"),
    ("/console/shadow", "Shadows"),
)
_PAGES = Environment(loader=PackageLoader("gateway.web"), autoescape=True, undefined=StrictUndefined)


def rendered(call: Call, template: str, **values: Any) -> Response:
    """One page for somebody who is signed in."""
    known = {"gateway": call.house.name, "caller": call.caller, "here": call.request.url.path, "said": ""}
    return _page(template, 200, known | values)


def bare(gateway: str, template: str, status: int = 200, **values: Any) -> Response:
    """One page for somebody who is not."""
    return _page(template, status, {"gateway": gateway, "caller": None, "here": "", "said": ""} | values)


def _page(template: str, status: int, values: dict[str, Any]) -> Response:
    text = _PAGES.get_template(template).render(places=_PLACES, instant=instant, **values)
    return HTMLResponse(text, status, HEADERS)
