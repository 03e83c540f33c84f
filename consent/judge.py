"""The judge as the other rooms meet it: one policy bound to the functions that apply it."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from consent import explain as explanations
from consent import label as labels
from consent import policy as policies
from consent import redact as redactions
from consent import sitting as sittings
from consent.codes import plain
from consent.errors import ConsentUnreadable, PolicyInvalid
from consent.hearing import column
from consent.policy import Policy
from consent.prove import broken
from consent.question import Asker, Decision, Extent, Facts, Item, Question
from consent.read_fhir import read as read_consent
from consent.sitting import Sitting, asked_by
from consent.standing import grantor_fault, remarks
from schemas.codes.systems import V3_ACT_REASON
from schemas.fhir import Resource
from schemas.fhir.legal import names_only_the_law
from schemas.policy_words import Category

_SITTINGS = 2048


@dataclass(frozen=True, slots=True)
class UkJudge:
    """A matrix policy, bound; pure, and the same answer for the same question."""

    policy: Policy
    _sittings: dict[Hashable, Sitting] = field(default_factory=dict, compare=False, repr=False)
    _latest: dict[None, Sitting] = field(default_factory=dict, compare=False, repr=False)

    @property
    def version(self) -> str:
        """The version of the policy and of its label table."""
        return self.policy.version

    def label(self, resource: Resource) -> Item:
        """The facts on one resource, by the label table."""
        return labels.label(resource, self.policy.labels)

    def fault_of(self, consent: Resource, known_as: frozenset[str] = frozenset()) -> str | None:
        """Why a Consent may not take effect; None when it may. `known_as`: further names of the person."""
        binds = consent.get("status") == "active" and not names_only_the_law(consent)
        if binds and not consent.get("dateTime"):
            return "the Consent has no dateTime; say when it was given, for a newer one replaces an older"
        try:
            return grantor_fault(read_consent(consent), known_as)
        except ConsentUnreadable as error:
            return str(error)

    def remarks_on(self, consent: Resource, at: datetime) -> list[str]:
        """What a person should look at in a Consent that may take effect: over, not begun, or not understood."""
        return list(remarks(read_consent(consent), at))

    def decide(self, question: Question, facts: Facts) -> Decision:
        """May this be shown? Any exception is a denial to the caller."""
        return self.sit(question, facts).decide(question.item)

    def sit(self, question: Question, facts: Facts) -> Sitting:
        """The answers to one asker on one person, remembered for these very facts while they hold."""
        asked = asked_by(question)
        found = self._latest.get(None)
        if found is None or found.facts is not facts or found.asked != asked or not found.holds(question.at):
            found = self._sitting((*asked, id(facts)), question, facts)
        return found

    def _sitting(self, key: Hashable, question: Question, facts: Facts) -> Sitting:
        found = self._sittings.get(key)
        if found is None or found.facts is not facts or not found.holds(question.at):
            if len(self._sittings) >= _SITTINGS:
                self._sittings.clear()
            found = self._sittings[key] = sittings.sit(question, facts, self.policy)
        self._latest[None] = found
        return found

    def is_care(self, purpose: str) -> bool:
        """True when a purpose of use (v3 ActReason) counts as the person's own care."""
        return plain(V3_ACT_REASON, purpose) in self.policy.direct_care

    def why_not(self, asker: Asker, category: Category) -> str:
        """Why this asker may not see a category, in words that follow from the policy alone."""
        return explanations.why_not(self.policy, asker, category)

    def explain(self, decision: Decision) -> str:
        """A decision with its whole chain of reasons, in words."""
        return explanations.explain(decision)

    def redact(self, resource: Resource, item: Item, decision: Decision) -> Resource | None:
        """What of the resource the decision lets through; None when nothing is left."""
        return redactions.redact(resource, item, decision, self.policy.extracts)

    def of_others(self, asker: Asker) -> Extent:
        """How much this asker sees of what third parties told, by the default entry of that row."""
        at = column(asker, uncommissioned_as_social=self.policy.overlays.uncommissioned_as_social_prescribing)
        return self.policy.cells[Category.THIRD_PARTY, at].default.extent


def load(name: str) -> UkJudge:
    """The judge of a named policy, or of the policy in a file; PolicyInvalid says what is wrong with it."""
    return of(policies.text_of(name))


def of(text: bytes) -> UkJudge:
    """The judge of the policy in these bytes of TOML; PolicyInvalid as with `load`."""
    return UkJudge(_proved(text))


@lru_cache(maxsize=8)
def _proved(text: bytes) -> Policy:
    """The policy of these bytes; proving it tries thousands of cases, so the same bytes are proved once."""
    policy = policies.read(text)
    for sentence in broken(policy):
        raise PolicyInvalid(f"the policy breaks its own sentence `{sentence}`; mend a cell or take the sentence out")
    return policy
