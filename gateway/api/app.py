"""The application: every route once, with its description; FHIR reading as plain Starlette routes for speed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from gateway.api import asking, consenting, exports, fhir, inbound, ops, overseeing, people, plain, referrals, walk_ins
from gateway.api.border import Border, Handler, form_of
from gateway.api.health import health_routes
from gateway.api.openapi import described
from gateway.api.problem import Refused, absent, json, outcome, problem
from gateway.api.token import TokenRefused, Tokens
from gateway.house import House
from gateway.store.errors import StoreDown
from gateway.web import routes as web
from schemas.policy_words import Role

_NO_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False}
_OPERATORS = frozenset({Role.OPERATOR})
_OVERSEERS = frozenset({Role.OPERATOR, Role.PRIVACY_OFFICER})
_OFFICERS = frozenset({Role.PRIVACY_OFFICER})
_KNOWERS = frozenset({Role.PRIVACY_OFFICER, Role.MANAGER, Role.REGISTERED_PROFESSIONAL})


@dataclass(frozen=True, slots=True)
class Served:
    """One route for callers with a token."""

    method: str
    path: str
    handler: Handler
    roles: frozenset[Role] = frozenset()
    searches: bool = False
    """Looks for what may not be there: every answer leaves on the time grid, not only the empty ones."""


ROUTES = (
    Served("POST", "/fhir/{type}/_search", fhir.post_search, searches=True),
    Served("GET", "/fhir/{type}/{id}", fhir.get),
    Served("GET", "/fhir/metadata", fhir.metadata),
    Served("GET", "/fhir/Patient/{id}/$everything", fhir.everything, searches=True),
    Served("GET", "/fhir/{type}", fhir.search, searches=True),
    Served("POST", "/fhir", inbound.post_bundle),
    Served("POST", "/fhir/{type}", inbound.create),
    Served("GET", "/referrals", referrals.inbox, searches=True),
    Served("POST", "/referrals/{id}/open", referrals.open_),
    Served("POST", "/referrals/{id}/accept", referrals.accept),
    Served("POST", "/referrals/{id}/decline", referrals.decline),
    Served("POST", "/patients/{id}/contacts", people.contact),
    Served("POST", "/patients/{id}/concerns", people.concern),
    Served("GET", "/patients/{id}/carers/{carer}", people.carer, searches=True),
    Served("POST", "/patients/{id}/carers/{carer}/tasks", people.carer_task, searches=True),
    Served("POST", "/consents", people.create_consent),
    Served("POST", "/consents/{id}/revoke", people.revoke_consent),
    Served("POST", "/consent/decide", consenting.decide, _KNOWERS, searches=True),
    Served("POST", "/consent/what-if", consenting.what_if, _KNOWERS, searches=True),
    Served("GET", "/consent/disclosures", consenting.disclosures, _OFFICERS, searches=True),
    Served("POST", "/consent/override", consenting.break_glass, searches=True),
    Served("POST", "/consent/override/requests", asking.ask, searches=True),
    Served("GET", "/consent/override/requests", asking.requests, searches=True),
    Served("GET", "/consent/override/requests/{id}", asking.request),
    Served("POST", "/consent/override/requests/{id}/release", asking.release),
    Served("POST", "/consent/override/requests/{id}/decline", asking.decline_request),
    Served("POST", "/consent/explain", overseeing.explain_sharing, searches=True),
    Served("GET", "/consent/access-log", overseeing.access_log, searches=True),
    Served("GET", "/consent/reviews", overseeing.reviews, _OFFICERS),
    Served("POST", "/consent/reviews/{id}", overseeing.end_review, _OFFICERS),
    Served("POST", "/walk-ins", walk_ins.walk_in, searches=True),
    Served("POST", "/patients/{id}/circumstances", overseeing.circumstance),
    Served("POST", "/identity/join", people.join),
    Served("POST", "/messages/{partner}", inbound.receive),
    Served("GET", "/api/referrals", plain.list_referrals, searches=True),
    Served("POST", "/api/referrals", plain.send_referral),
    Served("GET", "/api/referrals/{id}", plain.get_referral),
    Served("POST", "/api/referrals/{id}/open", plain.open_plain),
    Served("POST", "/api/referrals/{id}/accept", plain.accept_plain),
    Served("POST", "/api/referrals/{id}/decline", plain.decline_plain),
    Served("GET", "/api/care-plans", plain.list_care_plans, searches=True),
    Served("POST", "/api/care-plans", plain.send_care_plan),
    Served("GET", "/api/care-plans/{id}", plain.get_care_plan),
    Served("GET", "/api/consents", plain.list_consents, searches=True),
    Served("POST", "/api/consents", plain.send_consent),
    Served("GET", "/api/consents/{id}", plain.get_consent),
    Served("POST", "/api/consents/{id}/withdraw", plain.withdraw_consent),
    Served("GET", "/api/contacts", plain.list_contacts, searches=True),
    Served("POST", "/api/contacts", plain.send_contact),
    Served("GET", "/api/contacts/{id}", plain.get_contact),
    Served("POST", "/api/concerns", plain.send_concern),
    Served("POST", "/api/discharges", plain.send_discharge),
    Served("POST", "/api/people/find", plain.find_person, searches=True),
    Served("GET", "/api/schemas/{name}", plain.schema),
    Served("GET", "/api/exports/referrals.{form}", exports.referrals, searches=True),
    Served("GET", "/explain/{id}", ops.explain, _KNOWERS),
    Served("GET", "/ops/messages", ops.messages, _OPERATORS),
    Served("GET", "/ops/ledger", ops.ledger, _OPERATORS),
    Served("GET", "/ops/stuck", ops.stuck, _OPERATORS),
    Served("GET", "/ops/shadow", ops.shadow, _OPERATORS),
    Served("GET", "/ops/parked", ops.parked, _OPERATORS),
    Served("GET", "/ops/messages/{id}/preview", ops.preview_message, _OPERATORS),
    Served("POST", "/ops/messages/{id}/replay", ops.replay_message, _OPERATORS),
    Served("POST", "/ops/messages/{id}/resolve", ops.resolve_message, _OPERATORS),
    Served("GET", "/ops/parked/{id}/preview", ops.preview_parked, _OPERATORS),
    Served("POST", "/ops/parked/{id}/replay", ops.replay, _OPERATORS),
    Served("POST", "/ops/parked/{id}/skip", ops.skip, _OPERATORS),
    Served("GET", "/audit/export", ops.audit_export, _OVERSEERS),
    Served("GET", "/audit/head", ops.audit_head, _OVERSEERS),
)
"""Looked through in this order, so that what is asked for most stands first."""


class _Described(FastAPI):
    """The application with the description of every route, also of the plain ones."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        return described(self.title, self.version, ROUTES)


def application(house: House, tokens: Tokens) -> FastAPI:
    """The API of one house. Built-in telemetry is off: it would put searches into traces."""
    app = _Described(title="No Wrong Door", version="0.1.0", docs_url=None, redoc_url=None, telemetry=_NO_TELEMETRY)
    # A redirect would take form and token to whatever address the request says is ours, without TLS behind a proxy.
    app.router.redirect_slashes = False
    border = Border(house, tokens)
    for one in ROUTES:
        plain = one.path.startswith("/api/")
        endpoint = border.endpoint(one.handler, roles=one.roles, plain=plain, searches=one.searches)
        app.router.routes.append(Route(one.path, endpoint, methods=[one.method], name=one.handler.__name__))
    app.router.routes.extend(web.routes(border))
    app.router.routes.append(Route("/oauth2/token", _token(house, tokens), methods=["POST"]))
    app.router.routes.extend(health_routes(house))
    app.add_exception_handler(HTTPException, _not_served)
    return app


async def _not_served(request: Request, error: Exception) -> Response:
    """What no route takes: absence, or a method that the path does not have."""
    answer = absent()
    if isinstance(error, HTTPException) and error.status_code == 405:
        methods = _methods(request)
        answer = outcome(405, "not-supported", f"this path takes {', '.join(methods)}", allow=", ".join(methods))
    return problem(answer) if request.url.path.startswith("/api/") else answer


def _methods(request: Request) -> list[str]:
    """The methods of the first path that fits."""
    routes = [one for one in request.app.routes if isinstance(one, Route)]
    path = next((one.path for one in routes if one.matches(request.scope)[0] is not Match.NONE), "")
    return sorted({name for one in routes if one.path == path for name in one.methods or ()})


def _token(house: House, tokens: Tokens) -> Callable[[Request], Awaitable[Response]]:
    async def token(request: Request) -> Response:
        try:
            return json(await tokens.issue(house, await form_of(request)))
        except Refused as error:
            return json({"error": "invalid_request", "error_description": error.message}, error.status)
        except TokenRefused as error:
            status = 401 if error.code == "invalid_client" else 400
            return json({"error": error.code, "error_description": str(error)}, status)
        except StoreDown:
            return json({"error": "temporarily_unavailable"}, 503, {"retry-after": "5"})

    return token
