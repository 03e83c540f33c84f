"""Names for people: classes of service, categories and extents, as an information-governance lead says them."""

from consent.policy import Why
from consent.question import Extent
from schemas.policy_words import Category, ServiceClass

CLASSES = {
    ServiceClass.CMHT: "Community mental health teams",
    ServiceClass.HTT: "Home treatment and crisis teams",
    ServiceClass.CAFE: "Crisis cafés",
    ServiceClass.HELPLINE: "Charity helplines",
    ServiceClass.GP: "GPs",
    ServiceClass.SOCIAL_PRESCRIBING: "Social prescribers and day services",
    ServiceClass.CARER: "Carers",
    ServiceClass.PATIENT: "The person",
}
CATEGORIES = {
    Category.DEMOGRAPHICS: "name and contact",
    Category.REFERRAL_REASON: "reason for referral",
    Category.RISK_SUMMARY: "risk summary",
    Category.STAFF_SAFETY: "staff-safety alert",
    Category.CRISIS_PLAN: "crisis and safety plan",
    Category.CARE_PLAN: "care-plan summary",
    Category.MEDICATION: "medication",
    Category.DIAGNOSIS: "diagnosis",
    Category.THERAPY_NOTES: "therapy notes",
    Category.SAFEGUARDING: "safeguarding concern",
    Category.THIRD_PARTY: "what a third party told",
    Category.NHS_APPOINTMENT: "NHS appointment",
    Category.DISCHARGE: "discharge notice",
    Category.CONTACT: "contact with a charity",
}
EXTENTS = {
    Extent.FULL: "everything",
    Extent.EXTRACT: "the minimum extract",
    Extent.KNOWN: "what the carer is recorded to know already",
    Extent.NONE: "nothing",
}
GROUNDS = {
    Why.IMPLIED: "implied consent for direct care in a live relationship",
    Why.REFERRAL: "the referral that the person agreed to carries it",
    Why.CONSENT: "the person's explicit consent",
    Why.VITAL: "vital or best interests, or serious harm",
    Why.SAFEGUARDING: "safeguarding law",
    Why.WIDER: "wider than the role needs",
    Why.THIRD_PARTY: "a third party's confidence",
    Why.ACCESS: "the person's own right of access",
    Why.HARM_TEST: "the person's right of access, less the serious-harm test",
    Why.OWN: "the service's own record",
}
PARTS = {
    "default": "in a live relation",
    "consent": "with explicit consent",
    "override": "in an emergency override",
}
