"""Sealing: AES-256-GCM columns, keyed hashes for blind indexes, and outside ids that tell nothing."""

import base64
import hashlib
import hmac
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.store.errors import StoreRefused

_NONCE = 12
_TOGETHER = 256
_NAMES = 50_000
"""How many outside ids are remembered, so that the common ones need no cipher."""
_TYPES = (
    "Patient", "RelatedPerson", "Organization", "HealthcareService", "Practitioner", "PractitionerRole",
    "ServiceRequest", "Task", "CarePlan", "Consent", "Flag", "Encounter", "Appointment", "Communication",
    "QuestionnaireResponse", "DocumentReference", "Provenance", "AuditEvent", "Subscription", "Condition",
    "AllergyIntolerance", "MedicationStatement", "Observation", "Delivery", "Override", "MedicationRequest",
    "EpisodeOfCare", "CareTeam", "Goal", "Location", "Procedure", "Composition", "List", "Medication", "RiskAssessment",
    "MessageHeader", "Message", "Binary", "Questionnaire", "ClinicalImpression", "DiagnosticReport", "Person", "Group",
    "Immunization", "Specimen", "Device", "Endpoint", "Schedule", "Slot", "Coverage", "Account", "Media", "Basic",
    "Request", "Review",
    "AdverseEvent", "AppointmentResponse", "BodyStructure", "CommunicationRequest", "DetectedIssue", "DeviceRequest",
    "DeviceUseStatement", "DocumentManifest", "FamilyMemberHistory", "ImagingStudy", "ImmunizationRecommendation",
    "MedicationAdministration", "MedicationDispense", "NutritionOrder", "OperationOutcome", "Parameters",
    "RequestGroup", "Substance", "ValueSet", "VisionPrescription",
)  # fmt: skip
"""The position in this list is part of every outside id: add at the end only."""
_NUMBER = {name: number for number, name in enumerate(_TYPES, 1)}


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The keys made from the master key: one to wrap data keys, one for outside ids, one for keyed hashes."""

    wrap: bytes
    outside: bytes
    index: bytes
    sign: bytes


def master_keys(master: bytes) -> MasterKeys:
    """Every purpose gets a key of its own. Raises `StoreRefused` unless `master` is 32 bytes."""
    if len(master) != 32:
        raise StoreRefused(f"the master key has {len(master)} bytes, 32 are needed; {_RIGHT_ONE}")
    return MasterKeys(*(hmac.digest(master, b"nwd " + name, "sha256") for name in (b"wrap", b"ids", b"index", b"sign")))


_RIGHT_ONE = "put the right one back; only for a gateway without data make one: nwd init"


def read_master(text: str) -> MasterKeys:
    """The master keys from the text of the key file: 32 bytes in base64."""
    try:
        raw = base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise StoreRefused(f"the master key file is not base64; {_RIGHT_ONE}") from error
    return master_keys(raw)


class _Nonces(threading.local):
    """Random nonces, fetched many at a time: a call to the machine for each is dearer than the sealing itself."""

    def __init__(self) -> None:
        self._left: Iterator[bytes] = iter(())

    def fresh(self) -> bytes:
        """Twelve random bytes that this process has never used."""
        for nonce in self._left:
            return nonce
        some = os.urandom(_NONCE * _TOGETHER)
        self._left = (some[at : at + _NONCE] for at in range(0, len(some), _NONCE))
        return next(self._left)


class Sealer:
    """Seals and opens columns under data keys that it is told; remembers the most recent keys."""

    def __init__(self, keys: MasterKeys, *, remembers: int = 4096) -> None:
        # One block at a time is a permutation of ids; nothing is chained, so that one context serves them all.
        ids = Cipher(algorithms.AES(keys.outside), modes.ECB())  # noqa: S305
        self._outwards, self._inwards = ids.encryptor(), ids.decryptor()
        self._index = hmac.new(keys.index, digestmod="sha256")
        self._wrap = AESGCM(keys.wrap)
        self._open: OrderedDict[int, AESGCM] = OrderedDict()
        self._remembers = remembers
        self._nonces = _Nonces()
        self._named: dict[tuple[str, int], str] = {}
        self._given: dict[str, int] = {}

    def new_key(self, key_id: int) -> bytes:
        """A fresh data key, remembered under `key_id`, as it is to be stored: wrapped."""
        key = os.urandom(32)
        self._remember(key_id, key)
        return self._seal(self._wrap, key, b"key %d" % key_id)

    def knows(self, key_id: int) -> bool:
        """True when the data key is at hand."""
        return key_id in self._open

    def learn(self, key_id: int, wrapped: bytes) -> None:
        """Unwrap a stored data key. Raises `StoreRefused` when the master key is not the one that wrapped it."""
        try:
            key = self._unseal(self._wrap, wrapped, b"key %d" % key_id)
        except InvalidTag as error:
            told = "put back the file that keys.master_key_file named then"
            raise StoreRefused(f"the key store was made with another master key; {told}") from error
        self._remember(key_id, key)

    def forget(self, key_id: int) -> None:
        """Drop a destroyed key from memory."""
        self._open.pop(key_id, None)

    def seal(self, key_id: int, place: bytes, clear: bytes) -> bytes:
        """Ciphertext bound to its place, so that it cannot be moved to another row."""
        return self._seal(self._use(key_id), clear, place)

    def unseal(self, key_id: int, place: bytes, sealed: bytes) -> bytes:
        """What was sealed there. Raises `StoreRefused` when the bytes were changed or moved."""
        try:
            return self._unseal(self._use(key_id), sealed, place)
        except InvalidTag as error:
            raise StoreRefused(f"a sealed column was changed at {place.decode()}") from error

    def blind(self, kind: str, value: str) -> bytes:
        """The keyed hash of one identifying value."""
        # A copy of the keyed state is quicker than a digest in one call, which lets the lock of the interpreter go.
        keyed = self._index.copy()
        keyed.update(f"{kind}\x1f{value}".encode())
        return keyed.digest()

    def outside(self, kind: str, row: int) -> str:
        """`Type/id`: one AES block of type, row and zeros, the same for every recipient."""
        known = self._named.get((kind, row))
        if known is not None:
            return known
        block = bytes([_NUMBER[kind]]) + row.to_bytes(8, "big") + bytes(7)
        made = f"{kind}/{base64.b32encode(self._block(block, back=False)).decode().rstrip('=').lower()}"
        if len(self._named) >= _NAMES:
            self._named, self._given = {}, {}
        self._named[kind, row] = made
        self._given[made] = row
        return made

    def inside(self, reference: str) -> int | None:
        """The row that an outside reference leads to; None for anything that was never given out."""
        known = self._given.get(reference)
        if known is not None:
            return known
        kind, _, name = reference.partition("/")
        if kind not in _NUMBER or len(name) != 26 or not name.isascii() or name != name.lower():
            return None
        try:
            block = self._block(base64.b32decode(name.upper() + "======"), back=True)
        except ValueError:
            return None
        genuine = block[0] == _NUMBER[kind] and block[9:] == bytes(7)
        row = int.from_bytes(block[1:9], "big")
        return row if genuine and self.outside(kind, row) == reference else None

    def _block(self, block: bytes, *, back: bool) -> bytes:
        return (self._inwards if back else self._outwards).update(block)

    def _use(self, key_id: int) -> AESGCM:
        self._open.move_to_end(key_id)
        return self._open[key_id]

    def _remember(self, key_id: int, key: bytes) -> None:
        self._open[key_id] = AESGCM(key)
        if len(self._open) > self._remembers:
            self._open.popitem(last=False)

    def _seal(self, key: AESGCM, clear: bytes, place: bytes) -> bytes:
        nonce = self._nonces.fresh()
        return nonce + key.encrypt(nonce, clear, place)

    @staticmethod
    def _unseal(key: AESGCM, sealed: bytes, place: bytes) -> bytes:
        return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], place)


def digest(*parts: bytes) -> bytes:
    """SHA-256 over the parts, each with its length before it."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.digest()
