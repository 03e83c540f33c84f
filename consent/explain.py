"""A decision in plain English, for those who may know why."""

from consent.question import Decision, Extent, Reason

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


def _because(reason: Reason) -> str:
    return f"{reason.text} ({reason.source})"


def _consents(decision: Decision) -> str:
    if not decision.consents:
        return ", with no consent on record"
    named = ", ".join(f"{name} version {version}" for name, version in sorted(decision.consents))
    return f", with the consents {named}"
