"""How many deliveries may be in flight at once: records of a topic share requests and commits, the more the better."""

from gateway.parties import Directory
from gateway.store.verbs.delivery import Most

_MORE_OF_A_TOPIC = 8


def leased_at_once(parties: Directory) -> Most:
    """How many lanes of each recipient to hold; whoever has a topic gets more, and its other ways take turns."""
    readers = [one.service for one in parties.subscriptions.values() if one.topic is not None]
    each = parties.operations.delivery_workers
    return Most(each, dict.fromkeys(readers, each * _MORE_OF_A_TOPIC))


def at_once(parties: Directory, subscription: str) -> int:
    """How many of one subscription may be on their way; a wire takes one message at a time."""
    one, each = parties.subscriptions.get(subscription), parties.operations.delivery_workers
    if one is None or one.webhook is not None:
        return each
    return each * _MORE_OF_A_TOPIC if one.topic is not None else 1
