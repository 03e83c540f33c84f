"""Sealing binds a column to its place; outside ids lead back only when they were given out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.store.errors import StoreRefused
from gateway.store.sealed import Sealer, master_keys, read_master
from schemas.fhir.generated.table import CLASSES


@pytest.fixture(scope="module")
def sealer() -> Sealer:
    made = Sealer(master_keys(bytes(range(32))))
    made.new_key(1)
    return made


def test_what_is_sealed_in_one_place_does_not_open_in_another(sealer: Sealer) -> None:
    """A ciphertext that was moved to another row is noticed."""
    sealed = sealer.seal(1, b"body 1", b"words")

    assert sealer.unseal(1, b"body 1", sealed) == b"words"
    with pytest.raises(StoreRefused, match="changed at body 2"):
        sealer.unseal(1, b"body 2", sealed)


@given(row=st.integers(0, 2**63 - 1), kind=st.sampled_from(["Patient", "ServiceRequest", "Consent"]))
def test_outside_ids_lead_back_to_their_row(row: int, kind: str) -> None:
    """The reference of a row leads to that row, and under another type to nothing."""
    sealer = Sealer(master_keys(bytes(range(32))))
    reference = sealer.outside(kind, row)

    assert sealer.inside(reference) == row
    assert sealer.inside(f"Flag/{reference.partition('/')[2]}") is None
    assert len(reference.partition("/")[2]) == 26


@given(st.text(max_size=60))
def test_what_was_never_given_out_leads_nowhere(text: str) -> None:
    """Any other text is absent, and never an error."""
    assert Sealer(master_keys(bytes(range(32)))).inside(text) is None


def test_two_keys_give_different_ids_and_hashes() -> None:
    """Nothing of one gateway can be used at another."""
    one, other = (Sealer(master_keys(bytes([n]) * 32)) for n in (1, 2))

    assert one.outside("Patient", 5) != other.outside("Patient", 5)
    assert one.blind("nhs", "9991234500") != other.blind("nhs", "9991234500")


@pytest.mark.parametrize("text", ["", "not base64!", "c2hvcnQ="])
def test_a_bad_key_file_says_how_to_mend_it(text: str) -> None:
    """Wrong length and wrong coding both name `nwd init`."""
    with pytest.raises(StoreRefused, match="nwd init"):
        read_master(text)


@pytest.mark.parametrize("kind", sorted(CLASSES.keys() - {"Bundle"}))
def test_every_type_that_is_read_has_outside_ids(kind: str) -> None:
    """What the border takes can be stored and shown."""
    sealer = Sealer(master_keys(bytes(32)))
    assert sealer.inside(sealer.outside(kind, 7)) == 7
