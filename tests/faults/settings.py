"""Settings of the gateway that is to be broken: one trust, services of one charity, webhooks to the test itself."""

import base64
from pathlib import Path

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
_GATEWAY = """
[gateway]
name = "broken"
data_dir = "data"
mode = "test"
[keys]
master_key_file = "master.key"
[http]
port = 0
[operations]
owner = "ops"
delivery_workers = 8
[[organisation]]
id = "trust"
name = "Town Trust"
ods_code = "RXX01"
[[organisation]]
id = "haven"
name = "Haven"
[[service]]
id = "cmht"
organisation = "trust"
name = "Town CMHT"
class = "cmht"
[[agreement]]
id = "sharing"
parties = ["trust", "haven"]
since = 2026-01-01
[[partner]]
id = "engine"
organisation = "trust"
service = "cmht"
adapter = "hl7v2"
[partner.listen]
port = 0
"""
_SERVICE = """
[[service]]
id = "{name}"
organisation = "haven"
name = "Haven {name}"
class = "cafe"
addresses = ["{address}"]
"""
_HOOK = """
[[subscription]]
id = "{name}-hook"
service = "{name}"
events = ["referral.received", "referral.updated"]
give_up_after_seconds = {give_up}
webhook = {{ url = "http://127.0.0.1:{port}/{name}", secret_file = "secret", timeout_seconds = {timeout} }}
"""


def settings(folder: Path, port: int, *services: str, give_up: int = 600, timeout: float = 5, more: str = "") -> Path:
    """Write `nwd.toml` and its keys; each service is addressed by its name in capitals and told at `/<name>`."""
    tables = [_GATEWAY]
    for name in services:
        tables.append(_SERVICE.format(name=name, address=name.upper()))
        tables.append(_HOOK.format(name=name, port=port, give_up=give_up, timeout=timeout))
    path = folder / "nwd.toml"
    path.write_text("".join(tables) + more)
    (folder / "master.key").write_text(base64.b64encode(bytes(range(32))).decode())
    (folder / "secret").write_text(SECRET)
    return path
