"""Calls to try against the running demo, one for each audience."""

from gateway.demo.world import World


def examples(place: World) -> str:
    """Shell lines that work as they stand while the demo runs."""
    token = f"python -m gateway.demo.token {place.folder}"
    return f"""
The gateway runs at {place.http} and takes HL7 v2 on 127.0.0.1:{place.mllp}. Stop it with Ctrl-C.

An integration engineer: what came in, what became of it, what is stuck
  nwd messages --config {place.folder}/nwd.toml
  curl {place.http}/metrics

A voluntary-sector app: the café's inbox, as a named worker
  TOKEN=$({token} cafe jo.haven volunteer)
  curl -H "Authorization: Bearer $TOKEN" {place.http}/referrals

A clinician: the same referrals' progress comes into the trust's own engine; what it received so far
  grep document {place.folder}/engine.jsonl

A privacy officer: who was shown what, and the signed end of the audit chain
  nwd audit verify --config {place.folder}/nwd.toml
"""
