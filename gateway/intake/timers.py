"""What must be looked at again: a referral that no human has opened within its minutes."""

from adapters.contract import Decoded
from gateway.parties import Directory
from gateway.store.verbs.intake import TimerDraft
from schemas.events import EventType

UNOPENED = "unopened"
DIGEST = "digest"
_MICROS = 1_000_000


def timers(parties: Directory, decoded: Decoded, addressee: str | None, *, at: int) -> tuple[TimerDraft, ...]:
    """One timer for each referral whose addressee has a time limit."""
    limits = [
        one.opened_within_seconds
        for one in parties.subscriptions.values()
        if one.service == addressee and one.opened_within_seconds
    ]
    if addressee is None or not limits:
        return ()
    due = at + min(limits) * _MICROS
    referrals = (one.focus[0] for one in decoded.occurrences if one.type is EventType.REFERRAL_RECEIVED)
    return tuple(TimerDraft(UNOPENED, focus, addressee, due) for focus in referrals)
