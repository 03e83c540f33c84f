"""What its sender calls a message, as it is kept: without the number of a person, and found by it all the same."""

from gateway.store.steps.step import Desk
from gateway.store.verbs.reading import MARK
from schemas.nhs_number import masked


def kept(desk: Desk, control_id: str) -> str:
    """As it is, or with stars for the number of a person and behind them a keyed hash of the whole."""
    shown = masked(control_id)
    return control_id if shown == control_id else shown + _mark(desk, control_id)


def erased(desk: Desk, kept_id: str) -> str:
    """The hash alone, for a sender may call a message by a person's name."""
    found = MARK.search(kept_id)
    return "erased" + (found[0] if found else _mark(desk, kept_id)) if kept_id else ""


def forms(desk: Desk, control_id: str) -> tuple[str, ...]:
    """All that a message of this id may be kept under; those of before have it as it was sent."""
    gone = "erased" + _mark(desk, control_id)
    return tuple(dict.fromkeys((control_id, kept(desk, control_id), gone)))


def _mark(desk: Desk, control_id: str) -> str:
    return f"~{desk.sealer.blind('control', control_id).hex()[:20]}"
