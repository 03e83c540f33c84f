"""Referrals: the inbox of a service, and what its people do with one."""

import base64
import re

import orjson
from starlette.responses import Response

from gateway.api.border import Call, object_of, only, text_in
from gateway.api.fhir import bundle_of_many
from gateway.api.problem import FHIR_JSON, Refused, absent
from gateway.gate import read
from gateway.gate.read import Inbox
from gateway.intake import acts
from gateway.intake.scene import Acted

_LONGEST_PAGE = 100
_CODE = re.compile(r"[A-Za-z0-9._-]+")


async def inbox(call: Call) -> Response:
    """Referrals addressed to the caller's service, newest first, a page at a time."""
    found, onward = await page(call, "/referrals")
    answer = bundle_of_many(found.each)
    if onward is not None:
        answer.headers["link"] = f'<{onward}>; rel="next"'
    return answer


async def page(call: Call, path: str) -> tuple[Inbox, str | None]:
    """One page of the inbox that is asked for, and where the next one is."""
    asked = call.request.query_params
    limit = _limit(asked.get("limit", "20"))
    before = _cursor(call, asked.get("cursor"))
    found = await read.inbox(call.house, call.asker, purpose=call.caller.purpose, limit=limit, before=before)
    if found.next_before is None:
        return found, None
    return found, f"{path}?limit={limit}&cursor={_sealed(call, found.next_before)}"


async def open_(call: Call) -> Response:
    """Mark a referral as opened by the named person who calls; reading it never does."""
    return await _acted(call, acts.open_referral)


async def accept(call: Call) -> Response:
    """Accept a referral."""
    return await _acted(call, acts.accept_referral)


async def decline(call: Call) -> Response:
    """Decline a referral: `reason` is a code, `text` may say more."""
    return answer(await declined(call))


async def declined(call: Call) -> Acted | None:
    """What declining left, or None where there is no such referral."""
    body = await object_of(call.request)
    only(body, "reason", "text")
    reason = text_in(body, "reason", required=True, longest=64)
    if not _CODE.fullmatch(reason):
        raise Refused(400, "code-invalid", "reason: must be a code: letters, digits, . _ -; words go into text")
    return await acts.decline_referral(
        call.house, call.asker, _reference(call), purpose=call.caller.purpose,
        reason=reason, text=text_in(body, "text"), key=call.key,
    )  # fmt: skip


def answer(made: Acted | None, status: int = 200) -> Response:
    """What an act left, or absence."""
    if made is None:
        return absent()
    headers = {"etag": f'W/"{made.version}"', "location": f"/fhir/{made.reference}", "cache-control": "no-store"}
    if made.epoch is not None:
        headers["nwd-epoch"] = str(made.epoch)
    return Response(orjson.dumps(made.resource), status, media_type=FHIR_JSON, headers=headers)


def person_needed(call: Call) -> None:
    """Refuse a token without a person: machines neither open nor decide."""
    if call.asker.person is None:
        raise Refused(403, "forbidden", "a named person is needed: put nwd_user and subject_role into the assertion")


async def _acted(call: Call, act: "acts.Act") -> Response:
    person_needed(call)
    made = await act(call.house, call.asker, _reference(call), purpose=call.caller.purpose, key=call.key)
    return answer(made)


def _reference(call: Call) -> str:
    person_needed(call)
    return f"ServiceRequest/{call.path('id')}"


def _limit(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or not 1 <= int(text[:9]) <= _LONGEST_PAGE:
        raise Refused(400, "value", f"limit: must be a number from 1 to {_LONGEST_PAGE}")
    return int(text)


def _sealed(call: Call, row: int) -> str:
    """A cursor that only this service can use, and that tells nobody how many rows there are."""
    mark = call.house.blind("cursor", f"{call.asker.service} {row}")[:8]
    return base64.urlsafe_b64encode(mark + _masked(call, mark, row.to_bytes(8, "big"))).decode().rstrip("=")


def _cursor(call: Call, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(text + "==")
    except ValueError as error:
        raise Refused(404, "not-found", "cursor: is not one that this gateway gave") from error
    row = int.from_bytes(_masked(call, raw[:8], raw[8:]), "big") if len(raw) == 16 else 0
    if row >> 63 or _sealed(call, row) != text:
        raise Refused(404, "not-found", "cursor: is not one that this gateway gave")
    return row


def _masked(call: Call, mark: bytes, eight: bytes) -> bytes:
    mask = call.house.blind("cursor mask", mark.hex())
    return bytes(one ^ other for one, other in zip(eight, mask, strict=False))
