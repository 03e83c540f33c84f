"""A decision in plain English: in full for those who may know why, and in general for everybody else."""

from consent.hearing import column
from consent.policy import Entry, Policy
from consent.question import Asker, Decision, Extent, Reason
from consent.words import CATEGORIES, CLASSES, EXTENTS, GROUNDS
from schemas.policy_words import Category, ServiceClass

_SHOWN = {
    Extent.FULL: "Shown in full",
    Extent.EXTRACT: "Shown as its minimum extract",
    Extent.KNOWN: "Shown as far as the carer is recorded to know it already",
    Extent.NONE: "Not shown",
}


def explain(decision: Decision) -> str:
    """One paragraph: what was answered, why, by which rule, under which versions, and until when."""
    extent = decision.extent if decision.releases else Extent.NONE
    why = "; ".join(_because(it) for it in decision.reasons) or "no rule opens it"
    parts = [f"{_SHOWN[extent]}: {why}.", f"Decided by policy {decision.policy_version}{_consents(decision)}."]
    if decision.holds_until is not None:
        parts.append(f"The answer may change at {decision.holds_until.isoformat(timespec='seconds')}.")
    parts.extend(f"Condition: {text}." for _, text in sorted(decision.obligations.items()) if " " in text)
    return " ".join(parts)


def why_not(policy: Policy, asker: Asker, category: Category) -> str:
    """Why somebody may not see this, for staff; it follows from who asks, the category and the policy alone.

    So it is the same whether or not there is anything to see, and tells nothing of the record.
    """
    at = column(asker, uncommissioned_as_social=policy.overlays.uncommissioned_as_social_prescribing)
    cell, what = policy.cells[category, at], CATEGORIES[category]
    parts = [f"On {what}, {_in_sentence(at)} may see {_entry(cell.default)}{_conditions(policy, at, cell.default)}."]
    if cell.consent.extent is not cell.default.extent:
        parts.append(f"With explicit consent: {_entry(cell.consent)}.")
    if at not in {ServiceClass.CARER, ServiceClass.PATIENT} and cell.override.extent is not Extent.NONE:
        parts.append("In an emergency, ask a registered professional of a clinical team, who may open it for an hour.")
    parts.append("A refusal, a restriction or a missing record looks the same from here. Ask the referring service.")
    return " ".join(parts)


def _in_sentence(at: ServiceClass) -> str:
    words = CLASSES[at]
    return words if words.startswith("GP") else words[0].lower() + words[1:]


def _entry(entry: Entry) -> str:
    return f"{EXTENTS[entry.extent]} ({GROUNDS[entry.why]})"


def _conditions(policy: Policy, at: ServiceClass, entry: Entry) -> str:
    if entry.extent is Extent.NONE or at in {ServiceClass.CARER, ServiceClass.PATIENT}:
        return ""
    needs = {
        "a live referral, caseload or visit": policy.overlays.link_needed,
        "a sharing agreement": policy.overlays.agreement_needed,
    }
    named = " and ".join(words for words, needed in needs.items() if needed)
    return f", while there is {named}" if named else ""


def _because(reason: Reason) -> str:
    return f"{reason.text} ({reason.source})"


def _consents(decision: Decision) -> str:
    if not decision.consents:
        return ", with no consent on record"
    named = ", ".join(f"{name} version {version}" for name, version in sorted(decision.consents))
    return f", with the consents {named}"
