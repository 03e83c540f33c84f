"""Nested provisions read a second time, straight from their JSON: no line of the judge is used here.

The vocabulary is small and written out, so that the reading can be checked against the rulings by eye.
"""

from typing import Any, NamedTuple

_PURPOSES = {
    "TREAT": {"TREAT", "ETREAT", "BTG"},
    "ETREAT": {"ETREAT", "BTG"},
    "BTG": {"BTG"},
    "HRESCH": {"HRESCH"},
}
_LEVELS = "ULMNRV"
_TO_WHOM = {"IRCP", "PRCP"}
_ACTOR_PARTS = (_TO_WHOM, {"CST"})


class Asked(NamedTuple):
    """One question in words."""

    purpose: str | None
    recipient: str
    level: str | None
    sensitivity: str | None
    holder: str
    type: str


def says(node: dict[str, Any], asked: Asked, above: dict[str, Any] | None = None, unsaid: str = "deny") -> str | None:
    """`permit`, `deny` or nothing: the deepest that matches, and among siblings the refusal."""
    kind = node.get("type", unsaid)
    filters = _taken_from(above or {}, node)
    if "securityLabel" in node:
        filters = {**filters, "levels and above": kind == "deny"}
    other = "deny" if kind == "permit" else "permit"
    below = {says(it, asked, filters, other) for it in node.get("provision", ())} - {None}
    if below:
        return "deny" if "deny" in below else "permit"
    return kind if _matches(filters, asked, refusing=kind == "deny") else None


def _taken_from(above: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    own = {key: it for key, it in node.items() if key not in {"type", "provision", "actor"}}
    found = {**above, **own}
    actors = list(node.get("actor", ()))
    for it in above.get("actor", ()):
        group = _group(it)
        if not any(_group(mine) == group for mine in node.get("actor", ())):
            actors.append(it)
    return {**found, "actor": actors}


def _group(actor: dict[str, Any]) -> str:
    role = actor["role"]["coding"][0]["code"]
    return "whose" if role == "CST" else "to whom"


def _matches(filters: dict[str, Any], asked: Asked, *, refusing: bool) -> bool:
    return all(
        [
            _purpose(filters.get("purpose"), asked, refusing=refusing),
            _label(filters, asked, refusing=refusing),
            _class(filters.get("class"), asked),
            *(_actor(it, asked, refusing=refusing) for it in _by_group(filters["actor"])),
        ]
    )


def _purpose(wanted: list[dict[str, str]] | None, asked: Asked, *, refusing: bool) -> bool:
    if wanted is None:
        return True
    if asked.purpose is None:
        return refusing
    covered: set[str] = set()
    for code in (it["code"] for it in wanted):
        if code not in _PURPOSES and refusing:
            return True
        covered |= _PURPOSES.get(code, set()) - ({"BTG"} if not refusing and code != "BTG" else set())
    return asked.purpose in covered


def _label(filters: dict[str, Any], asked: Asked, *, refusing: bool) -> bool:
    wanted = filters.get("securityLabel")
    if wanted is None:
        return True
    return any(_one_label(it["code"], asked, refusing=refusing, above=filters["levels and above"]) for it in wanted)


def _one_label(code: str, asked: Asked, *, refusing: bool, above: bool) -> bool:
    """A level means the same items for whoever takes it from above: those of the provision that said it."""
    if code in _LEVELS:
        if asked.level is None:
            return refusing
        mine, theirs = _LEVELS.index(asked.level), _LEVELS.index(code)
        return mine >= theirs if above else mine <= theirs
    if code == "PSY":
        unlabelled = asked.level is None and asked.sensitivity is None
        return asked.sensitivity == "PSY" or (refusing and unlabelled)
    return refusing


def _class(wanted: list[dict[str, str]] | None, asked: Asked) -> bool:
    return wanted is None or asked.type in {it["code"] for it in wanted}


def _by_group(actors: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [group for name in ("whose", "to whom") if (group := [it for it in actors if _group(it) == name])]


def _actor(actors: list[dict[str, Any]], asked: Asked, *, refusing: bool) -> bool:
    """Whose data is meant, or who receives it; a part that nobody knows is met by every refusal and no permission."""
    if _group(actors[0]) == "whose":
        return asked.holder in {it["reference"]["reference"] for it in actors}
    known = [it for it in actors if it["role"]["coding"][0]["code"] in _TO_WHOM]
    if len(known) < len(actors) and not refusing:
        return False
    return not known or asked.recipient in {it["reference"]["reference"] for it in known}
