"""The person and the carer of a form, as FHIR."""

from typing import Any

from adapters.forms.fields import Carer, Person, Relationship
from schemas.codes.nwd import ELEMENT_DELETED
from schemas.codes.systems import NHS_NUMBER, V3_ROLE, local
from schemas.codes.uk_core import CARER, PERSON_RELATIONSHIP_SYSTEM
from schemas.fhir import Resource

PATIENT = {"reference": "Patient/patient"}
CARER_REFERENCE = {"reference": "RelatedPerson/carer"}

_ROLES = {
    Relationship.SPOUSE: ("SPS", "spouse"),
    Relationship.PARTNER: ("DOMPART", "domestic partner"),
    Relationship.PARENT: ("PRN", "parent"),
    Relationship.CHILD: ("CHILD", "child"),
    Relationship.SIBLING: ("SIB", "sibling"),
    Relationship.FRIEND: ("FRND", "unrelated friend"),
}


def patient(person: Person) -> Resource:
    """The Patient, with what is taken away by name."""
    made: Resource = {"resourceType": "Patient", "id": "patient"}
    if gone := _deleted(person):
        made["extension"] = [{"url": ELEMENT_DELETED, "valueCode": f"Patient.{it}"} for it in gone]
    if person.nhs_number:
        made["identifier"] = [{"system": NHS_NUMBER, "value": person.nhs_number}]
    made["name"] = [{"use": "official", "family": person.family_name, "given": [person.given_name]}]
    made |= _telecom(person.phone, person.email)
    if person.gender:
        made["gender"] = str(person.gender)
    made["birthDate"] = person.birth_date.isoformat()
    lines = {"text": person.address} if person.address else {}
    postcode = {"postalCode": person.postcode} if person.postcode else {}
    return made | ({"address": [lines | postcode]} if lines or postcode else {})


def _deleted(person: Person) -> list[str]:
    """The elements whose field is null, where no other field says them; a field that is left out says nothing."""
    null = {name for name in person.model_fields_set if getattr(person, name) is None}
    place = {"address", "postcode"} & null and not (person.address or person.postcode)
    told = {"gender": "gender", "phone": "telecom:phone", "email": "telecom:email"}
    return [element for name, element in told.items() if name in null] + (["address"] if place else [])


def related_person(carer: Carer, organisation: str) -> Resource:
    """The RelatedPerson."""
    made: Resource = {"resourceType": "RelatedPerson", "id": "carer", "patient": dict(PATIENT)}
    if carer.reference:
        made["identifier"] = [{"system": local(organisation, "carer"), "value": carer.reference}]
    made["relationship"] = [_relationship(carer.relationship)]
    made["name"] = [{"use": "official", "family": carer.family_name, "given": [carer.given_name]}]
    return made | _telecom(carer.phone, carer.email)


def _relationship(what: Relationship) -> dict[str, Any]:
    if what is Relationship.CARER:
        return {"coding": [{"system": PERSON_RELATIONSHIP_SYSTEM, "code": CARER[0], "display": CARER[1]}]}
    if what not in _ROLES:
        return {"text": "other"}
    code, display = _ROLES[what]
    return {"coding": [{"system": V3_ROLE, "code": code, "display": display}]}


def _telecom(phone: str | None, email: str | None) -> Resource:
    given = [("phone", phone), ("email", email)]
    listed = [{"system": system, "value": value} for system, value in given if value]
    return {"telecom": listed} if listed else {}
