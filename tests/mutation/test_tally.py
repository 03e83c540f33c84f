"""What the trials of all mutants come to, and when the list of those that mean the same has grown old."""

from tests.mutation.tally import Change, tally

ONE, OTHER, THIRD = (Change("walk.ask", "answer = None", f"answer = {it}") for it in ("1", "2", "3"))


def test_what_a_test_notices_is_killed_and_what_none_notices_survives() -> None:
    """A failure, a fall and a change that runs for ever are noticed; a change that no test reaches is not."""
    found = tally([(ONE, 1), (ONE, -11), (OTHER, -24), (OTHER, 0), (THIRD, 33)], {})

    assert (found.killed, found.for_ever, found.survived) == (3, 1, (OTHER, THIRD))
    assert found.share == 3 / 5


def test_a_mutant_that_means_the_same_counts_for_nothing() -> None:
    """Neither killed nor survived."""
    found = tally([(ONE, 1), (OTHER, 0)], {OTHER: "both are false"})

    assert (found.killed, found.survived, found.equivalent, found.stale) == (1, (), 1, ())
    assert found.share == 1


def test_a_listed_mutant_that_is_gone_or_killed_is_told() -> None:
    """The list says nothing that is not so."""
    found = tally([(ONE, 1)], {ONE: "x", OTHER: "y"})

    assert [it.split()[0] for it in found.stale] == ["gone", "killed"]


def test_a_trial_that_did_not_take_place_is_neither() -> None:
    """Not tried at all, stopped, or a trial whose tests could not be run."""
    found = tally([(ONE, None), (OTHER, 2), (THIRD, 255)], {ONE: "both are false"})

    assert (found.killed, found.survived, found.untried, found.stale) == (0, (), 3, ())
