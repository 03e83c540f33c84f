"""Is this the person whom we know? NHS number, birth date and name must all agree; anything less stays apart."""

from collections.abc import Sequence

from gateway.store.verbs.intake import Candidate, Identity, IdentityClaim, Match


def match(claim: IdentityClaim, candidates: Sequence[Candidate]) -> Match:
    """Join the row that certainly is this person, make a certain one, or an unverified one that joins nobody."""
    whole = claim.nhs_number and claim.birth_date and claim.family_name and claim.given_name
    if whole and not claim.apart:
        return _certain(claim, candidates)
    return _unverified(claim, candidates)


def _certain(claim: IdentityClaim, candidates: Sequence[Candidate]) -> Match:
    known = [one for one in candidates if one.identity is Identity.CERTAIN]
    same = [one for one in known if one.nhs_number == claim.nhs_number]
    if len(same) == 1 and _agrees(claim, same[0]):
        return Match(same[0].patient, Identity.CERTAIN)
    if not same and not any(_contradicts(claim, one) for one in known):
        return Match(None, Identity.CERTAIN)
    return _unverified(claim, candidates)


def _unverified(claim: IdentityClaim, candidates: Sequence[Candidate]) -> Match:
    own = next((one for one in candidates if _is_same_unverified(claim, one)), None)
    if own is not None:
        return Match(own.patient, Identity.UNVERIFIED)
    maybe = tuple(one.patient for one in candidates if one.identity is Identity.CERTAIN)
    return Match(None, Identity.UNVERIFIED, maybe)


def _agrees(claim: IdentityClaim, one: Candidate) -> bool:
    return (
        claim.birth_date == one.birth_date
        and claim.family_name == one.family_name
        and claim.given_name == one.given_name
    )


def _contradicts(claim: IdentityClaim, one: Candidate) -> bool:
    """The sender's own record number already stands for somebody with another NHS number."""
    return bool(one.local & frozenset(claim.local))


def _is_same_unverified(claim: IdentityClaim, one: Candidate) -> bool:
    """The same sender speaks again of the same record, with nothing changed: it is its own record, not a join."""
    if one.identity is Identity.UNVERIFIED and claim.told is not None and claim.told in one.told:
        return True
    return (
        one.identity is Identity.UNVERIFIED
        and bool(one.local & frozenset(claim.local))
        and claim.nhs_number == one.nhs_number
        and claim.birth_date is not None
        and claim.family_name is not None
        and _agrees(claim, one)
    )
