"""Events are past facts; on the backbone and at webhooks they travel as CloudEvents 1.0."""

from enum import StrEnum


class EventType(StrEnum):
    """What can have happened. The value is the CloudEvents `type`."""

    REFERRAL_RECEIVED = "referral.received"
    REFERRAL_UPDATED = "referral.updated"
    REFERRAL_CANCELLED = "referral.cancelled"
    REFERRAL_OPENED = "referral.opened"
    REFERRAL_ACCEPTED = "referral.accepted"
    REFERRAL_DECLINED = "referral.declined"
    REFERRAL_UNOPENED = "referral.unopened"
    REFERRAL_UNROUTABLE = "referral.unroutable"
    REFERRAL_HELD = "referral.held"
    DELIVERY_WITHHELD = "delivery.withheld"
    CARE_PLAN_UPDATED = "care-plan.updated"
    DOCUMENT_RECEIVED = "document.received"
    DISCHARGE_NOTIFIED = "discharge.notified"
    ADMISSION_NOTIFIED = "admission.notified"
    DEMOGRAPHICS_UPDATED = "demographics.updated"
    CONTACT_RECORDED = "contact.recorded"
    CONTACT_DIGEST = "contact.digest"
    CONCERN_RECORDED = "concern.recorded"
    APPOINTMENT_BOOKED = "appointment.booked"
    APPOINTMENT_CHANGED = "appointment.changed"
    CONSENT_GRANTED = "consent.granted"
    CONSENT_REVOKED = "consent.revoked"
    SHARING_STOPPED = "sharing.stopped"
    CIRCUMSTANCE_RECORDED = "circumstance.recorded"
    CIRCUMSTANCE_ENDED = "circumstance.ended"
    ACCESS_OVERRIDDEN = "access.overridden"
    ACCESS_ASKED = "access.asked"


WITHOUT_CONTENT = frozenset({EventType.SHARING_STOPPED, EventType.ACCESS_ASKED})
"""What tells a service to look or to ring, and nothing about anybody."""
ANSWERS = frozenset({EventType.REFERRAL_OPENED, EventType.REFERRAL_ACCEPTED, EventType.REFERRAL_DECLINED})
"""What the service that was asked says of a referral."""
OWED_TO_ORIGIN = ANSWERS | frozenset(
    {
        EventType.REFERRAL_UNOPENED,
        EventType.REFERRAL_UNROUTABLE,
        EventType.REFERRAL_HELD,
        EventType.DELIVERY_WITHHELD,
    }
)
"""Answers: they go to the one whose message they answer, and say who acted in their detail."""
