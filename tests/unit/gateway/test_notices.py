"""What must be known of a person travels with everything about them."""

from consent.question import Asker
from gateway.gate.notices import standing
from gateway.store.verbs.intake import Identity
from gateway.store.verbs.reading import Dossier
from schemas.policy_words import Role, ServiceClass

ASKER = Asker("cafe", ServiceClass.CAFE, "haven", Role.WORKER)


def test_doubt_protection_and_death_are_said() -> None:
    """In this order, and nothing where there is nothing to say."""
    plain = Dossier(1, 1, 1, Identity.CERTAIN, False, False, (), (), ())
    grave = Dossier(1, 1, 1, Identity.UNVERIFIED, True, True, (), (), ())

    assert standing(plain, ASKER) == []
    assert [one.partition(";")[0] for one in standing(grave, ASKER)] == [
        "identity unverified", "the whereabouts of this person are protected", "this person has died",
    ]  # fmt: skip
