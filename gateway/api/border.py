"""The HTTP border: who calls, what they sent, and one answer for every way in which it can go wrong."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

import structlog
from starlette.requests import Request
from starlette.responses import Response

from consent.question import Asker
from gateway.api.bodies import QUERIES
from gateway.api.negotiate import negotiated
from gateway.api.problem import FHIR_JSON, Refused, absent, outcome, problem, refusal
from gateway.api.token import Caller, Tokens
from gateway.house import House
from gateway.intake.replay import NotHeld
from gateway.intake.scene import ActRefused
from gateway.parties import asker
from gateway.store.errors import StoreDown
from gateway.telemetry.trace import span
from schemas.fhir.read import Unreadable, read_object
from schemas.policy_words import Role
from schemas.visible import is_seen

_log = structlog.get_logger()
_LONGEST_BODY = 5_242_880
_GRID_SECONDS = 0.025
_MOST_FIELDS = 20

Handler = Callable[["Call"], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Call:
    """One authorised call."""

    house: House
    request: Request
    caller: Caller
    asker: Asker

    @property
    def key(self) -> str | None:
        """The `Idempotency-Key`, where the caller gave one."""
        return self.request.headers.get("idempotency-key")

    def path(self, name: str) -> str:
        """A parameter of the path."""
        return str(self.request.path_params[name])


@dataclass(frozen=True, slots=True)
class Border:
    """Turns handlers into endpoints."""

    house: House
    tokens: Tokens

    def endpoint(
        self, handler: Handler, *, roles: frozenset[Role] = frozenset(), plain: bool = False, searches: bool = False
    ) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint for callers with a token, of these roles (none: any); a plain one refuses in problem+json.

        What tells of absence, and every answer of one that searches, leaves on the time grid.
        """

        async def serve(request: Request) -> Response:
            begun = asyncio.get_running_loop().time()
            with span("api", route=handler.__name__):
                answer = await self._served(request, handler, roles)
            if plain and answer.status_code >= 400 and answer.media_type == FHIR_JSON:
                answer = problem(answer)
            answer = negotiated(request, answer)
            if searches or answer.status_code == 404:
                await to_grid(begun)
            return answer

        serve.__name__ = handler.__name__
        serve.__doc__ = handler.__doc__
        return serve

    async def _served(self, request: Request, handler: Handler, roles: frozenset[Role]) -> Response:
        try:
            kind, _, token = request.headers.get("authorization", "").partition(" ")
            call = self.call(request, token if kind.lower() == "bearer" else "", roles)
            _each_once(request)
            _asks_only(request, handler)
            return await handler(call)
        except Refused as error:
            return absent() if error.status == 404 else refusal(error)
        except (ActRefused, NotHeld) as error:
            return outcome(409, "conflict", str(error))
        except StoreDown:
            return outcome(503, "transient", "nothing was stored; send it again later", **{"retry-after": "5"})
        except Exception as error:  # the HTTP border: whatever else went wrong is recorded by kind, never by content
            _log.error("request_failed", route=request.url.path.split("/")[1], error=type(error).__name__)
            return outcome(500, "exception", "the gateway failed; nothing was shown or changed")

    def call(self, request: Request, token: str, roles: frozenset[Role]) -> Call:
        """The call of whoever holds this token; another role than these (none: any) finds nothing here."""
        caller = self.tokens.read(token)
        if caller is None or not self._may_still(caller):
            raise Refused(401, "login", "a valid bearer token is needed: POST /oauth2/token", www_authenticate="Bearer")
        if roles and caller.role not in roles:
            raise Refused(404, "not-found", "there is nothing here that you may see")
        who = asker(self.house.directory, caller.service, caller.role, person=caller.person, owner=caller.owner)
        return Call(self.house, request, caller, who)

    def _may_still(self, caller: Caller) -> bool:
        """The settings may have changed since the token was given."""
        client = self.house.directory.clients.get(caller.client)
        if client is None or caller.service not in client.services or caller.purpose not in client.purposes:
            return False
        return caller.person is None or caller.role in client.roles


async def body_of(request: Request) -> bytes:
    """The body, up to 5 MiB."""
    gathered = bytearray()
    async for chunk in request.stream():
        gathered += chunk
        if len(gathered) > _LONGEST_BODY:
            raise Refused(413, "too-long", "the body is over 5 MiB; send less")
    return bytes(gathered)


async def object_of(request: Request) -> dict[str, object]:
    """The JSON object of the body, read strictly: a key that stands twice is refused."""
    try:
        return read_object(await body_of(request) or b"{}")
    except Unreadable as error:
        first = error.issues[0]
        raise Refused(400, first.code, f"{first.where}: {first.message}") from error


async def form_of(request: Request) -> dict[str, str]:
    """The parameters of a form body, each of which may stand once."""
    text = (await body_of(request)).decode("utf-8", "replace")
    if text.count("&") >= _MOST_FIELDS:
        raise Refused(400, "too-long", f"the form has more than {_MOST_FIELDS} parameters")
    pairs = parse_qsl(text, keep_blank_values=True)
    if len(dict(pairs)) != len(pairs):
        raise Refused(400, "invalid", "a parameter stands twice; each may stand once")
    return dict(pairs)


def text_in(body: dict[str, object], name: str, *, required: bool = False, longest: int = 20_000) -> str:
    """A text member of the body."""
    value = body.get(name, "")
    if not isinstance(value, str) or (required and not is_seen(value)):
        raise Refused(400, "required" if required else "value", f"{name}: must be a text")
    if len(value) > longest:
        raise Refused(400, "too-long", f"{name}: is longer than {longest} characters")
    return value


def flag_in(body: dict[str, object], name: str, *, default: bool) -> bool:
    """A true or false member of the body."""
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise Refused(400, "value", f"{name}: must be true or false")
    return value


def whole_in(body: dict[str, object], name: str, *, default: int) -> int:
    """A whole number of the body."""
    value = body.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(400, "value", f"{name}: must be a whole number")
    return value


def only(body: dict[str, object], *names: str) -> None:
    """Refuse members that mean nothing here: a misspelt one would be lost in silence."""
    strange = sorted(set(body) - set(names))
    if strange:
        raise Refused(400, "structure", f"has {len(strange)} unknown members; known: {', '.join(names)}")


def _each_once(request: Request) -> None:
    if len(request.query_params) != len(request.query_params.multi_items()):
        raise Refused(400, "invalid", "a parameter stands twice; each may stand once")


def _asks_only(request: Request, handler: Handler) -> None:
    """Refuse parameters that a list does not know: what is passed over would make a list of all of one of some.

    FHIR paths say themselves what they take.
    """
    if request.method == "GET" and not request.url.path.startswith("/fhir/"):
        known = QUERIES.get(handler.__name__, {})
        if strange := set(request.query_params) - set(known):
            told = ", ".join(known) or "none"
            raise Refused(400, "not-supported", f"has {len(strange)} unknown parameters; known: {told}")


async def to_grid(begun: float) -> None:
    """Let an answer leave on a fixed time grid, so that its timing tells nothing of what is behind it."""
    spent = asyncio.get_running_loop().time() - begun
    await asyncio.sleep(_GRID_SECONDS - spent % _GRID_SECONDS)
