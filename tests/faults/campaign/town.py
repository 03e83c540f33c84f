"""The settings of the gateway that is broken: one trust, three recipients, one application that may ask for tokens."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.ports import free_ports

SOURCE = "engine"
HERE = "127.0.0.1"
RECIPIENTS = ("cafe", "club", "pas")
"""Two services told by webhook, the second with content; one trust told by HL7 v2."""
_HEAD = """
[gateway]
name = "broken"
data_dir = "data"
mode = "test"
[keys]
master_key_file = "master.key"
[http]
host = "{bind}"
port = {http}
public_url = "http://{host}:{http}"
[operations]
owner = "ops"
delivery_workers = 8
lease_seconds = {lease}
stuck_after_seconds = 5
{more}
[[organisation]]
id = "trust"
name = "Town Trust"
ods_code = "RXX01"
[[organisation]]
id = "other-trust"
name = "Other Trust"
ods_code = "RXX02"
[[organisation]]
id = "haven"
name = "Haven"
[[service]]
id = "cmht"
organisation = "trust"
name = "Town CMHT"
class = "cmht"
[[service]]
id = "pas"
organisation = "other-trust"
name = "Other CMHT"
class = "cmht"
addresses = ["PAS"]
[[agreement]]
id = "sharing"
parties = ["trust", "other-trust", "haven"]
since = 2026-01-01
[[partner]]
id = "engine"
organisation = "trust"
service = "cmht"
adapter = "hl7v2"
{listen}[[partner]]
id = "pas-engine"
organisation = "other-trust"
service = "pas"
adapter = "hl7v2"
[partner.send]
host = "{far}"
port = {pas}
timeout_seconds = {timeout}
[[subscription]]
id = "pas-engine"
service = "pas"
events = ["referral.received"]
partner = "pas-engine"
give_up_after_seconds = 600
[[client]]
id = "app"
services = [{services}]
purposes = ["TREAT"]
roles = ["volunteer", "registered-professional", "operator"]
partners = ["engine"]
public_key_file = "app.pem"
"""
_LISTEN = '[partner.listen]\nhost = "{host}"\nport = {port}\n'
_APART = '[telemetry]\nmetrics_host = "{host}"\nmetrics_port = {port}\n'
_SERVICE = """
[[service]]
id = "{name}"
organisation = "haven"
name = "Haven {name}"
class = "cafe"
addresses = ["{address}"]
[[subscription]]
id = "{name}-hook"
service = "{name}"
events = ["referral.received"]
give_up_after_seconds = 600
payload = "{payload}"
"""
_HOOK = 'webhook = {{ url = "http://127.0.0.1:{port}/{name}", secret_file = "secret", timeout_seconds = {timeout} }}\n'


@dataclass(frozen=True, slots=True)
class Town:
    """One folder with settings and keys, and the fixed ports of the gateway in it."""

    folder: Path
    http: int
    mllp: int
    metrics: int
    """Where `/metrics` is: on the API's port for callers on the same machine, else on one of its own."""
    private_key: bytes
    host: str = HERE
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        """The settings file."""
        return self.folder / "nwd.toml"

    @property
    def url(self) -> str:
        """Where the API is."""
        return f"http://{self.host}:{self.http}"


def town(
    folder: Path,
    *,
    hook_port: int,
    pas_port: int,
    timeout_seconds: float = 5,
    lease_seconds: float = 10,
    more: str = "",
    ways: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    listens: bool = True,
    services: Sequence[str] = RECIPIENTS[:2],
    host: str = HERE,
    far: str = HERE,
) -> Town:
    """Write settings and keys; `ways` replaces how a service is told, `more` adds tables.

    The gateway is reached at `host`, and reaches the HL7 v2 engine at `far`.
    Without `listens` messages come by HTTP alone, so that several processes can take them in on one machine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    http, mllp, apart = free_ports(3)
    is_near = host == HERE
    bind = HERE if is_near else "0.0.0.0"
    text = _HEAD.format(
        http=http, listen=_LISTEN.format(host=bind, port=mllp) if listens else "", bind=bind, host=host, far=far,
        services=", ".join(f'"{one}"' for one in (*services, "pas", "cmht")), pas=pas_port, lease=lease_seconds,
        timeout=timeout_seconds, more=more if is_near else more + _APART.format(host=bind, port=apart),
    )  # fmt: skip
    for name in services:
        payload = "extract" if name == "club" else "ids"
        text += _SERVICE.format(name=name, address=name.upper(), payload=payload)
        text += (ways or {}).get(name) or _HOOK.format(name=name, port=hook_port, timeout=timeout_seconds)
    key = ec.generate_private_key(ec.SECP384R1())
    (folder / "nwd.toml").write_text(text)
    (folder / "master.key").write_text(base64.b64encode(bytes(range(32))).decode())
    (folder / "secret").write_text("whsec_" + base64.b64encode(bytes(range(32))).decode())
    (folder / "app.pem").write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Town(folder, http, mllp, http if is_near else apart, private, host, environment or {})
