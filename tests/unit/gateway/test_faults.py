"""Fault points do nothing until they are armed, and are refused in production."""

import pytest

from gateway import faults


def test_a_point_raises_at_its_nth_passing_and_only_then() -> None:
    """`before-commit:2:raise` lets the first passing go."""
    faults.arm("before-commit:2:raise", production=False)

    faults.hit("before-commit")
    with pytest.raises(faults.FaultRaised):
        faults.hit("before-commit")
    faults.hit("before-commit")

    faults.arm("", production=False)


def test_production_refuses_faults() -> None:
    """A forgotten variable stops the start, not the service."""
    with pytest.raises(faults.FaultInvalid, match="production"):
        faults.arm("before-commit:1:kill", production=True)


@pytest.mark.parametrize("text", ["nowhere:1:kill", "before-commit:x:kill", "before-commit:1:sing", "before-commit"])
def test_an_unknown_fault_is_refused(text: str) -> None:
    """A misspelt fault would make a test that tests nothing."""
    with pytest.raises(faults.FaultInvalid, match="nwd faults list"):
        faults.arm(text, production=False)
