"""What became of messages: none lost, none twice, in order, to whom it is for, and about whom it is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from tests.faults.campaign.ending import ENDED
from tests.faults.campaign.evidence import Arrival, Delivery, Evidence, message_id
from tests.faults.campaign.town import SOURCE


def lost(run: Evidence) -> Iterator[str]:
    """I1: acknowledged, and not in the ledger or on no way to the recipient that it is for."""
    ways = {(one.event, one.recipient) for one in run.deliveries}
    for name in run.acked():
        if (name, run.messages[name]["to"]) not in ways:
            yield f"{name} to {run.messages[name]['to']}"


def unknown(run: Evidence) -> Iterator[str]:
    """I1: still on its way long after everything was healed."""
    return (f"{one.event} to {one.recipient} is {one.state}" for one in run.deliveries if one.state not in ENDED)


def duplicate_effects(run: Evidence) -> Iterator[str]:
    """I3: a message or delivery that stands twice, something nobody sent, or one event taken under two ids."""
    ids = Counter(one["message_id"] for one in run.ledger)
    yield from (f"message {name} stands {number} times" for name, number in ids.items() if number > 1)
    ways = Counter((one.event, one.recipient) for one in run.deliveries)
    yield from (f"{way} stands {number} times" for way, number in ways.items() if number > 1)
    ours = {one["message_id"] for one in run.ledger if one["source"] == SOURCE}
    yield from (f"message {name} was never sent" for name in ours - set(run.messages))
    yield from (f"{one['to']} got {one['id']}, which no delivery explains" for one in run.strange)
    taken: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for one in run.arrivals:
        if one.entry["good"]:
            taken[one.delivery.event, one.delivery.recipient].add(one.rendition)
    yield from (f"{way} was taken as renditions {sorted(told)}" for way, told in taken.items() if len(told) > 1)
    refusing = {one["person"] for one in run.of("revoking")}
    for one in run.arrivals:
        if one.rendition and _person(one.delivery) not in refusing:
            yield f"{one.delivery.event} got a new id although nobody decided anew"


def inversions(run: Evidence) -> Iterator[str]:
    """I5: the first arrivals of one person's events at one recipient are not in the order of their commits."""
    for lane, arrivals in _lanes(run).items():
        firsts: dict[str, int] = {}
        for one in arrivals:
            firsts.setdefault(one.delivery.event, one.delivery.place)
        places = list(firsts.values())
        yield from (f"{lane}: {after} before {before}" for before, after in _falls(places))


def late_repeats(run: Evidence) -> Iterator[str]:
    """I5: something came again after a later event of the same person had come.

    A lane to a topic that was lost starts again by intent, under the same ids, while the topics are rebuilt.
    """
    rebuilt = [(one["to"], one["begun"], one["at"]) for one in run.of("rebuilt")]
    for lane, arrivals in _lanes(run).items():
        furthest = -1
        seen: set[str] = set()
        for one in arrivals:
            if any(lane[0] == to and begun <= one.at <= ended for to, begun, ended in rebuilt):
                continue
            if one.delivery.place < furthest and one.delivery.event in seen:
                yield f"{lane}: {one.delivery.event} again"
            seen.add(one.delivery.event)
            furthest = max(furthest, one.delivery.place)


def uncredited(run: Evidence) -> Iterator[str]:
    """I1, I15: written down as delivered, and the recipient never took it."""
    taken = {(one.delivery.event, one.delivery.recipient) for one in run.arrivals if one.entry["good"]}
    for one in run.deliveries:
        if one.state == "delivered" and (one.event, one.recipient) not in taken:
            yield f"{one.event} to {one.recipient}"


def unentitled(run: Evidence) -> Iterator[str]:
    """It came to somebody whom it was not addressed to."""
    for one in run.arrivals:
        if one.delivery.message.get("to") != one.delivery.recipient:
            yield f"{one.delivery.event} came to {one.delivery.recipient}"


def mixed_people(run: Evidence) -> Iterator[str]:
    """I17: what is about one person carries another's number or name; digits that are nobody's are part of an id."""
    everyone = {mark for one in run.messages.values() for mark in one.get("marks", ())}
    for one in run.arrivals:
        others = everyone.intersection(one.entry["marks"]) - set(one.delivery.message.get("marks", ()))
        if others:
            yield f"{one.delivery.event} at {one.delivery.recipient} carries {len(others)} marks of others"


def changed_repeats(run: Evidence) -> Iterator[str]:
    """I3: one id, two bodies."""
    bodies: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in run.of("came"):
        bodies[one["to"], one["id"]].add(one["sha"])
    return (f"{name} came with {len(told)} bodies" for name, told in bodies.items() if len(told) > 1)


def changed_answers(run: Evidence) -> Iterator[str]:
    """I3: the same message was acknowledged in two ways."""
    answers: defaultdict[str, set[str]] = defaultdict(set)
    for one in run.of("answered"):
        if one["good"]:
            answers[message_id(one["id"], one["sha"])].add(one["reply"])
    return (f"{name} was answered in {len(told)} ways" for name, told in answers.items() if len(told) > 1)


def silent_clashes(run: Evidence) -> Iterator[str]:
    """I4: an id that came with two bodies, and neither message says so."""
    bodies: defaultdict[str, list[str]] = defaultdict(list)
    for one in run.ledger:
        if one["source"] == SOURCE:
            bodies[one["id"]].append(one["outcome"])
    return (f"{name}: {told}" for name, told in bodies.items() if len(told) > 1 and "flagged" not in told)


_Lane = tuple[str, int, int]


def _lanes(run: Evidence) -> dict[_Lane, list[Arrival]]:
    """What came of one person at one recipient; one that lost all it had begins another life."""
    lanes: defaultdict[_Lane, list[Arrival]] = defaultdict(list)
    for one in sorted(run.arrivals, key=lambda it: it.at):
        lanes[one.delivery.recipient, _person(one.delivery), one.entry.get("life", 0)].append(one)
    return lanes


def _person(delivery: Delivery) -> int:
    return int(delivery.message.get("person", -1))


def _falls(places: list[int]) -> Iterable[tuple[int, int]]:
    return ((before, after) for before, after in pairwise(places) if after < before)
