"""What calls carry, as the OpenAPI description tells it: parameters, bodies, and the media of the answers."""

from collections.abc import Mapping
from typing import Any

import orjson

from adapters.csv.returned import CSV, XLSX
from adapters.hl7v2.http_sink import ER7
from adapters.json_api.schema import public
from consent.override import GROUNDS, MINUTES
from gateway.api.problem import FHIR_JSON
from schemas.codes.mhsds import DROP_IN_OUTCOME
from schemas.fhir.xml_write import FHIR_XML
from schemas.policy_words import Category, Role

Schema = Mapping[str, Any]

FHIR: Schema = {one: {"schema": {"type": "object"}} for one in (FHIR_JSON, FHIR_XML)}
PROBLEM: Schema = {"application/problem+json": {"schema": {"type": "object"}}}
JSON: Schema = {"application/json": {"schema": {}}}
FORMS = {
    "send_referral": "referral",
    "send_care_plan": "care-plan",
    "send_consent": "carer-consent",
    "send_contact": "contact-note",
    "send_concern": "carer-concern",
    "send_discharge": "discharge",
}
"""What each sending route of the plain interface takes; the path already says the kind."""

_NDJSON: Schema = {"application/x-ndjson": {"schema": {"type": "string"}}}
ANSWERS: Mapping[str, Schema] = {
    "ledger": _NDJSON,
    "audit_export": _NDJSON,
    "schema": {"application/schema+json": {"schema": {"type": "object"}}},
    "referrals": {one: {"schema": {"type": "string"}} for one in (CSV, XLSX)},
    "receive": {**FHIR, **JSON, **{it: {"schema": {"type": "string"}} for it in (ER7, "text/plain", CSV, XLSX)}},
}
"""What is answered where it is neither FHIR nor plain JSON, by the name of what serves it."""
PLAIN = frozenset(
    [
        *("messages", "stuck", "shadow", "parked", "replay", "preview_parked", "preview_message", "replay_message"),
        *(
            "resolve_message",
            "skip",
            "audit_head",
            "explain",
            "decide",
            "what_if",
            "disclosures",
            "break_glass",
            "join",
        ),
        *("ask", "requests", "request", "release", "decline_request"),
        *("explain_sharing", "access_log", "reviews", "end_review", "walk_in", "circumstance"),
    ]
)
"""What answers plain JSON outside /api/."""

_NO_CONTROL = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F]*$"
_SAID = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F]*[A-Za-z0-9][^\u0000-\u0008\u000B\u000C\u000E-\u001F]*$"
_TEXT = {"type": "string", "maxLength": 20_000, "pattern": _NO_CONTROL}
_NEEDED = {"type": "string", "maxLength": 20_000, "pattern": _SAID}
_PATIENT = {"type": "string", "pattern": "^Patient/[a-z2-7]{26}$"}
_CODE = {"type": "string", "maxLength": 64, "pattern": "^[A-Za-z0-9._-]+$"}
_WHO: Schema = {
    "nhs_number": {"type": "string", "pattern": "^[0-9]{10}$"},
    "birth_date": {"type": "string", "format": "date"},
    "family_name": {"type": "string", "maxLength": 200, "pattern": _SAID},
    "given_name": {"type": "string", "maxLength": 200, "pattern": _SAID},
}
_SHORT = {"type": "string", "maxLength": 200, "pattern": _SAID}
_DECLINED: Schema = {"required": ["reason"], "reason": _CODE, "text": _TEXT}
_BREAK_GLASS: Schema = {
    "required": ["ground", "reason"],
    "patient": _PATIENT,
    **_WHO,
    "ground": {"enum": sorted(GROUNDS)},
    "reason": {"type": "string", "maxLength": 2_000, "pattern": _SAID},
    "minutes": {"type": "integer", "minimum": 1, "maximum": MINUTES},
}
_ASKED: Schema = {name: it for name, it in _BREAK_GLASS.items() if name != "minutes"}
BODIES: Mapping[str, Schema] = {
    "decline": _DECLINED,
    "decline_plain": _DECLINED,
    "contact": {
        "attended": {"type": "boolean"},
        "outcome": {"enum": sorted(DROP_IN_OUTCOME)},
        "agreed": _TEXT,
        "text": _TEXT,
        "for_clinical_record": {"type": "boolean"},
    },
    "concern": {
        "required": ["text"],
        "text": _NEEDED,
        "carer": {"type": "string", "pattern": "^RelatedPerson/[a-z2-7]{26}$"},
        "patient_may_see": {"type": "boolean"},
    },
    "carer_task": {"required": ["worker"], "worker": _CODE},
    "find_person": {"required": list(_WHO), **_WHO},
    "join": {"required": ["loser", "keeper", "reason"], "loser": _PATIENT, "keeper": _PATIENT, "reason": _NEEDED},
    "decide": {
        "required": ["patient"],
        "patient": _PATIENT,
        "service": {"type": "string"},
        "role": {"enum": [one.value for one in Role]},
        "purpose": _CODE,
    },
    "what_if": {"required": ["patient", "consent"], "patient": _PATIENT, "consent": {"type": "object"}},
    "break_glass": {**_BREAK_GLASS, "anyOf": [{"required": ["patient"]}, {"required": list(_WHO)}]},
    "ask": {**_ASKED, "anyOf": [{"required": ["patient"]}, {"required": list(_WHO)}]},
    "release": {"minutes": {"type": "integer", "minimum": 1, "maximum": MINUTES}},
    "decline_request": {"required": ["reason"], "reason": _SHORT},
    "explain_sharing": {
        "category": {"enum": [one.value for one in Category]},
        "patient": _PATIENT,
        "service": {"type": "string"},
        "anyOf": [{"required": ["category"]}, {"required": ["patient"]}],
    },
    "end_review": {"required": ["finding", "reason"], "finding": {"enum": ["sound", "unsound"]}, "reason": _SHORT},
    "walk_in": {
        "required": [*_WHO, "scope", "witness"],
        **_WHO,
        "scope": {"type": "array", "items": {"enum": ["all", *(one.value for one in Category)]}, "minItems": 1},
        "witness": _SHORT,
        "days": {"type": "integer", "minimum": 0, "maximum": 28},
    },
    "circumstance": {
        "required": ["kind", "reason"],
        "kind": {"enum": ["unsafe-carer", "lacks-capacity", "known-to-carer", "escalated", "shown-to-person"]},
        "carer": {"type": "string", "pattern": "^RelatedPerson/[a-z2-7]{26}$"},
        "item": {"type": "string", "maxLength": 64, "pattern": "^[A-Z][A-Za-z]+/[a-z2-7]{26}$"},
        "seen": {"type": "string", "maxLength": 64},
        "reason": {"type": "string", "maxLength": 2_000, "pattern": _SAID},
        "holds": {"type": "boolean"},
        "days": {"type": "integer", "minimum": 0, "maximum": 3_650},
    },
    "resolve_message": {"required": ["reason"], "reason": _SHORT},
    "skip": {"required": ["reason"], "reason": _SHORT},
}
"""Members of the JSON bodies, by the name of what serves them."""

_ONE_PATIENT: Schema = {"patient": {"type": "string", "minLength": 1, "required": True}}
_PAGED: Schema = {"limit": {"type": "integer", "minimum": 1, "maximum": 100}, "cursor": {"type": "string"}}
_WHOLE = {"type": "integer", "minimum": 0, "maximum": 999_999_999_999_999}
QUERIES: Mapping[str, Schema] = {
    "access_log": {"patient": _PATIENT | {"required": True}},
    "disclosures": {"patient": _PATIENT | {"required": True}},
    "search": _ONE_PATIENT,
    "list_care_plans": _ONE_PATIENT,
    "list_consents": _ONE_PATIENT,
    "list_contacts": _ONE_PATIENT,
    "list_referrals": _PAGED,
    "inbox": _PAGED,
    "messages": {"source": {"type": "string"}, "id": {"type": "string"}},
    "ledger": {"after": _WHOLE},
    "audit_export": {"from": _WHOLE, "writer": {"type": "string"}},
}
"""Query parameters, by the name of what serves them."""

_SEARCHED: Schema = {
    "oneOf": [
        {
            "type": "object", "properties": {"patient": _PATIENT}, "required": ["patient"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {
                "identifier": {"type": "string", "pattern": "^[0-9]{10}$"},
                "birthdate": {"type": "string", "format": "date"},
                "family": {"type": "string", "maxLength": 200, "pattern": "^[A-Za-z]+$"},
                "given": {"type": "string", "maxLength": 200, "pattern": "^[A-Za-z]+$"},
            },
            "required": ["identifier", "birthdate", "family", "given"],
            "additionalProperties": False,
        },
    ]
}  # fmt: skip


def body_of(name: str) -> dict[str, Any] | None:
    """The request body of one operation; None where it takes none."""
    if name in {"create_consent", "post_bundle", "create"}:
        return _of(FHIR)
    if name in FORMS:
        return _of({"application/json": {"schema": {"$ref": f"#/components/schemas/{FORMS[name]}"}}})
    if name == "receive":
        kinds = ("application/octet-stream", ER7, "text/csv", "text/tab-separated-values", XLSX)
        return _of({**FHIR, **{it: {"schema": {"type": "string"}} for it in kinds}})
    if name == "post_search":
        return _of({"application/x-www-form-urlencoded": {"schema": _SEARCHED}})
    if name not in BODIES:
        return None
    told = BODIES[name]
    members = {key: schema for key, schema in told.items() if key not in {"required", "anyOf"}}
    schema = {
        "type": "object", "properties": members, "required": told.get("required", []), "additionalProperties": False,
    }  # fmt: skip
    return _of({"application/json": {"schema": schema | ({"anyOf": told["anyOf"]} if "anyOf" in told else {})}})


def components() -> dict[str, Any]:
    """The published schemas of the forms, less what their paths say already, and the parts that they share."""
    found: dict[str, Any] = {}
    for kind in FORMS.values():
        schema = orjson.loads((public(kind) or b"{}").replace(b'"#/$defs/', b'"#/components/schemas/'))
        found |= schema.pop("$defs", {})
        said = {"kind", "service"} if kind == "contact-note" else {"kind"}
        members = {name: one for name, one in schema["properties"].items() if name not in said}
        needed = [name for name in schema.get("required", ()) if name not in said]
        kept = {name: one for name, one in schema.items() if name not in {"$schema", "$id"}}
        found[kind] = kept | {"properties": members, "required": needed}
    return found


def _of(content: Schema) -> dict[str, Any]:
    return {"required": True, "content": content}
