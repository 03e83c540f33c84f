"""The SNOMED CT concepts that we name. UK Edition; cited, not distributed.

Sources: NRLF pointer types and categories, UK Core value sets, BaRS 1.4.0, England flag value sets.
"""

CRISIS_PLAN = "736253002"
CONTINGENCY_PLAN = "325691000000100"
PERSONALISED_PLAN = "2181441000000107"
ADVANCE_CARE_PLAN = "736366004"
CARE_PLAN = "734163000"
DISCHARGE_SUMMARY = "373942005"
ENCOUNTER_REPORT = "371531000"
CLINICAL_SUMMARY = "887181000000106"
REFERRAL = "3457005"
INBOUND_REFERRAL = "792891000000102"
SOCIAL_PRESCRIBING_REFERRAL = "871731000000106"
VOLUNTARY_SERVICES = "413331009"
REFERRED_BY_CARER = "1065391000000104"
CRISIS_RESOLUTION_TEAM = "92151000000102"
HOME_TREATMENT_TEAM = "92221000000103"
COMMUNITY_MENTAL_HEALTH_TEAM = "89301000000108"
ADULT_MENTAL_HEALTH = "788002001"
SELF_HARM_RISK = "401206008"
ADULT_SAFEGUARDING = "766561000000109"
CONTACT_VIA_CARER = "719561001"

DISPLAY = {
    CRISIS_PLAN: "Mental health crisis plan",
    CONTINGENCY_PLAN: "Contingency plan",
    PERSONALISED_PLAN: "Personalised care and support plan",
    ADVANCE_CARE_PLAN: "Advance care plan",
    CARE_PLAN: "Care plan",
    DISCHARGE_SUMMARY: "Discharge summary",
    ENCOUNTER_REPORT: "Report of clinical encounter",
    CLINICAL_SUMMARY: "Clinical summary",
    REFERRAL: "Patient referral",
    INBOUND_REFERRAL: "Inbound referral",
    SOCIAL_PRESCRIBING_REFERRAL: "Referral to social prescribing service",
    VOLUNTARY_SERVICES: "Voluntary services",
    REFERRED_BY_CARER: "Referred by carer",
    CRISIS_RESOLUTION_TEAM: "Mental health crisis resolution team",
    HOME_TREATMENT_TEAM: "Mental health home treatment team",
    COMMUNITY_MENTAL_HEALTH_TEAM: "Community mental health team",
    ADULT_MENTAL_HEALTH: "Adult mental health service",
    SELF_HARM_RISK: "At risk for deliberate self harm (finding)",
    ADULT_SAFEGUARDING: "Adult safeguarding concern (finding)",
    CONTACT_VIA_CARER: "Requires contact via carer",
}

PLANS = frozenset({CRISIS_PLAN, CONTINGENCY_PLAN, PERSONALISED_PLAN, ADVANCE_CARE_PLAN, CARE_PLAN})
"""Document types that hold a plan; the first two are crisis content."""
CRISIS_PLANS = frozenset({CRISIS_PLAN, CONTINGENCY_PLAN})
