"""The six kinds of plain JSON message."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import Field, TypeAdapter, model_validator

from adapters.forms.fields import Carer, Day, Form, Identity, Line, Mend, Moment, Person, Text
from schemas.policy_words import Category

_F = TypeVar("_F", bound=Form)


class Urgency(StrEnum):
    """How soon, in the words that services use."""

    ROUTINE = "routine"
    URGENT = "urgent"
    VERY_URGENT = "very-urgent"
    EMERGENCY = "emergency"


class PlanElement(StrEnum):
    """A structured part of a crisis or safety plan."""

    WARNING_SIGN = "warning-sign"
    WHAT_HELPS = "what-helps"
    WHAT_TO_AVOID = "what-to-avoid"
    PERSON_TO_CALL = "person-to-call"
    PLACE_OF_SAFETY = "place-of-safety"


def _in_order(form: _F, starts: date | None, ends: date | None) -> _F:
    if starts is not None and ends is not None and ends < starts:
        raise Mend("ends before it starts; check `starts` and `ends`")
    return form


class Message(Form):
    """What every kind has."""

    id: Identity | None = Field(None, description="The sender's id of this message: a repeat carries the same.")
    sent_at: Moment | None = None
    test: bool = Field(False, description="True: never put into a live record.")
    patient: Person


class Referral(Message):
    """Somebody is asked to help a person."""

    kind: Literal["referral"]
    reference: Identity | None = Field(None, description="The sender's referral number.")
    to: Identity = Field(description="Id of the service that is asked.")
    reason: Text
    urgency: Urgency = Urgency.ROUTINE
    referred_at: Moment | None = None
    cancelled: bool = False


class PlanPart(Form):
    """One thing that a plan says."""

    element: PlanElement
    text: Text


class CarePlan(Message):
    """A crisis plan, or the summary of a care plan."""

    kind: Literal["care-plan"]
    reference: Identity | None = Field(None, description="The sender's id of this plan.")
    title: Line
    crisis: bool = Field(True, description="True: a crisis or safety plan. False: a care-plan summary.")
    starts: Day | None = None
    ends: Day | None = None
    summary: Text | None = None
    elements: list[PlanPart] = Field(default_factory=list, max_length=200)

    @model_validator(mode="after")
    def _says_something(self) -> "CarePlan":
        if not self.elements and self.summary is None:
            raise Mend("says nothing; send `elements` or `summary`")
        return _in_order(self, self.starts, self.ends)


class CarerConsent(Message):
    """The person lets a carer know something, or says no."""

    kind: Literal["carer-consent"]
    reference: Identity | None = Field(None, description="The sender's id of this consent; a change carries the same.")
    carer: Carer
    agrees: bool
    categories: list[Category] = Field(default_factory=list, max_length=20)
    agreed_at: Moment
    starts: Day | None = None
    ends: Day | None = None
    withdrawn: bool = Field(False, description="True: what was agreed no longer holds.")

    @model_validator(mode="after")
    def _names_what(self) -> "CarerConsent":
        if self.agrees and not self.categories:
            raise Mend("agrees to nothing; name the `categories` that the carer may know")
        return _in_order(self, self.starts, self.ends)


class ContactNote(Message):
    """A voluntary service was in contact with the person."""

    kind: Literal["contact-note"]
    service: Identity = Field(description="Id of the service that writes.")
    contacted_at: Moment
    attended: bool
    outcome: Literal["01", "02", "03", "04", "05", "06", "98"] | None = Field(None, description="MHSDS outcome.")
    agreed: Text | None = None
    note: Text | None = None
    for_clinical_record: bool = True


class CarerConcern(Message):
    """A carer tells of a worry; it is kept from the person unless the carer agrees."""

    kind: Literal["carer-concern"]
    carer: Carer
    concern: Text
    told_at: Moment
    to: Identity | None = Field(None, description="Id of the service that should know.")
    urgent: bool = False
    patient_may_see: bool = False


class Discharge(Message):
    """A person leaves a service, and who holds care next."""

    kind: Literal["discharge"]
    from_service: Line
    discharged_on: Day
    held_by_next: Line | None = None
    next_contact: Line | None = None
    crisis_number: Line | None = None
    person_told: bool | None = None


AnyForm = Annotated[
    Referral | CarePlan | CarerConsent | ContactNote | CarerConcern | Discharge, Field(discriminator="kind")
]
FORMS: dict[str, type[Message]] = {
    "referral": Referral,
    "care-plan": CarePlan,
    "carer-consent": CarerConsent,
    "contact-note": ContactNote,
    "carer-concern": CarerConcern,
    "discharge": Discharge,
}
READER: TypeAdapter[AnyForm] = TypeAdapter(AnyForm)
