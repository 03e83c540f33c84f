"""Calls to try against the running demo, one for each audience."""

import sys
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from gateway.demo.messages import SAM_NHS_NUMBER
from gateway.demo.world import APPS, World


def examples(place: World, known: Mapping[str, str]) -> str:
    """Shell lines that work as they stand while the demo runs; `known` are the references that the story met."""
    nwd = _command()
    config, engine = (quote(str(place.folder / name)) for name in ("nwd.toml", "engine.jsonl"))
    return f"""
The gateway runs at {place.http} and takes HL7 v2 on 127.0.0.1:{place.mllp}. Stop it with Ctrl-C.
Until then these lines work as they stand, pasted into another terminal.

# A worker at the café, in the café's own app: who waits, and opening a referral under their name
CAFE=$({_token(place, nwd, "cafe", "jo.haven", "volunteer")})
curl -sSw '\\n' -H "Authorization: Bearer $CAFE" {place.http}/referrals
curl -sSw '\\n' -H "Authorization: Bearer $CAFE" -X POST {place.http}/{_path(known["waiting"])}/open

# A clinician at the trust: the same referral in full, and the documents that came into the trust's own engine
TRUST=$({_token(place, nwd, "trust", "dr.north", "registered-professional")})
curl -sSw '\\n' -H "Authorization: Bearer $TRUST" {place.http}/fhir/{known["waiting"]}
grep -c '"document"' {engine}

# The person, in their portal: what is held about them, apart from what others told in confidence
PERSON=$({_token(place, nwd, "portal", None, None)} --person-id {SAM_NHS_NUMBER} --purpose PATRQT)
curl -sSw '\\n' -H "Authorization: Bearer $PERSON" {place.http}/fhir/{known["patient"]}

# An integration engineer: what came in and what became of it, what is stuck, and the figures to watch
ENGINEER=$({_token(place, nwd, "trust", "sam.engine", "operator")})
curl -sSw '\\n' -H "Authorization: Bearer $ENGINEER" "{place.http}/ops/messages?source=trust-engine"
curl -sSw '\\n' -H "Authorization: Bearer $ENGINEER" {place.http}/ops/ledger
curl -sSw '\\n' -H "Authorization: Bearer $ENGINEER" {place.http}/ops/stuck
curl -sSw '\\n' {place.http}/metrics
{nwd} messages --config {config}

# An information-governance lead: who was shown what and why, and the signed end of the audit chain
OFFICER=$({_token(place, nwd, "trust", "ig.lead", "privacy-officer")})
curl -sSw '\\n' -H "Authorization: Bearer $OFFICER" "{place.http}/consent/disclosures?patient={known["patient"]}"
curl -sSw '\\n' -H "Authorization: Bearer $OFFICER" {place.http}/explain/{known["withheld"]}
curl -sSw '\\n' -H "Authorization: Bearer $OFFICER" {place.http}/audit/head
{nwd} audit verify --config {config}
"""


def _command() -> str:
    """The installed command beside this Python, so that it need not be on the path."""
    beside = Path(sys.executable).with_name("nwd")
    return quote(str(beside)) if beside.exists() else f"{quote(sys.executable)} -m gateway.cli.main"


def _token(place: World, nwd: str, app: str, person: str | None, role: str | None) -> str:
    who = f" --person {person} --role {role}" if person else ""
    key = quote(str(place.folder / f"{app}.key"))
    return f"{nwd} token --url {place.http} --client {app}-app --key {key} --service {APPS[app]}{who}"


def _path(referral: str) -> str:
    return f"referrals/{referral.partition('/')[2]}"
