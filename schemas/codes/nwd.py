"""The code systems that this project had to make, because no published one has the meaning."""

PLAN_ELEMENT = "https://nowrongdoor.example/CodeSystem/plan-element"
SHARING_CATEGORY = "https://nowrongdoor.example/CodeSystem/sharing-category"
COMMUNICATION_KIND = "https://nowrongdoor.example/CodeSystem/communication-kind"
FLAG_KIND = "https://nowrongdoor.example/CodeSystem/flag-kind"
SERVICE_ID = "https://nowrongdoor.example/Id/service"
STEP_DOWN_ITEM = "https://nowrongdoor.example/StructureDefinition/step-down-item"
ELEMENT_DELETED = "https://nowrongdoor.example/StructureDefinition/element-deleted"
"""On a resource: the sender says that this element (`Patient.telecom`, `Patient.telecom:phone`) is to be deleted, not
merely unsaid."""

PLAN_ELEMENTS = {
    "warning-sign": "Warning sign",
    "what-helps": "What helps",
    "what-to-avoid": "What to avoid",
    "person-to-call": "Person to call",
    "place-of-safety": "Place of safety",
}
"""The structured parts of a crisis or safety plan; in `CarePlan.activity.detail.code`."""

COMMUNICATION_KINDS = {
    "carer-concern": "Concern told by a carer",
    "contact-note": "Contact by a third-sector service",
    "step-down": "Step-down notice",
}

FLAG_KINDS = {
    "risk": "Risk summary",
    "staff-safety": "Staff-safety alert",
    "safeguarding": "Safeguarding concern",
}

STEP_DOWN_ITEMS = {
    "discharged-on": "Discharged on",
    "from-service": "From service",
    "held-by-next": "Care is next held by",
    "next-contact": "Next contact",
    "crisis-number": "Crisis number",
    "person-told": "Person told",
}
"""What a step-down notice says, in the order in which people read it."""

NOT_RECORDED = "not recorded"
"""What a step-down item says when the source did not say it."""

HANDLING = "https://nowrongdoor.example/CodeSystem/handling"
"""Tags: `not-for-clinical-record` by an author; `serves-recorder` on a permit that benefits whoever wrote it down."""
WITNESS = "https://nowrongdoor.example/StructureDefinition/witness"
"""On a Consent: who was there when it was spoken."""
CARER_AGREES = "https://nowrongdoor.example/StructureDefinition/carer-agrees-patient-sees"
WHOM_TO_ASK = "https://nowrongdoor.example/StructureDefinition/whom-to-ask"
SAFE_TO_CALL = "https://nowrongdoor.example/StructureDefinition/safe-to-call"
SAFE_TO_LEAVE_MESSAGE = "https://nowrongdoor.example/StructureDefinition/safe-to-leave-message"
NOT_STOPPED_SUDDENLY = "https://nowrongdoor.example/StructureDefinition/not-stopped-suddenly"
