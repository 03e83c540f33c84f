"""A service's own application: receives signed webhooks, calls the API as whoever uses it, keeps a ledger of both.

Run as a program of its own with a JSON file {ledger, client, service, key, webhook_secret}. It prints one JSON
line with its webhook port, then answers each JSON line on stdin with one on stdout: {"do": "api", "url": ...}
says where the API is; {"do": "call", "worker": {...} | null, "method": ..., "path": ..., "body": ...} calls it.
"""

import base64
import hashlib
import hmac
import json
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt

OLDEST_SECONDS = 300


class Ledger:
    """One JSON line for each webhook that came in and each answer of the API."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()

    def write(self, what: str, **facts: Any) -> None:
        """Add a line with the time."""
        line = json.dumps({"at": datetime.now(UTC).isoformat(), "what": what, **facts})
        with self._lock, self._path.open("a") as file:
            file.write(line + "\n")


class Hooks(ThreadingHTTPServer):
    """Where webhooks come in: knows its ledger and the secret that they are signed with."""

    def __init__(self, ledger: Ledger, secret: str) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.ledger, self.secret = ledger, secret


class Receiver(BaseHTTPRequestHandler):
    """Takes a webhook only when its signature is right and fresh."""

    protocol_version = "HTTP/1.1"
    server: Hooks

    def do_POST(self) -> None:
        """Check, file and answer one webhook."""
        body = self.rfile.read(int(self.headers["content-length"]))
        genuine = _is_genuine(self.headers, body, self.server.secret)
        facts = {"id": self.headers["webhook-id"], "genuine": genuine, "body": json.loads(body)}
        self.server.ledger.write("webhook", **facts)
        self.send_response(204 if genuine else 401)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: the ledger tells."""


class Api:
    """The gateway's API, as its documentation tells an outsider to call it."""

    def __init__(self, settings: dict[str, Any], ledger: Ledger) -> None:
        self._settings, self._ledger = settings, ledger
        self._key = Path(settings["key"]).read_text()
        self.url = ""
        self._tokens: dict[str, str] = {}

    def call(self, order: dict[str, Any]) -> dict[str, Any]:
        """Make one call, with a token of the worker."""
        headers = {"authorization": f"Bearer {self._token(order.get('worker'))}"}
        body = order.get("body")
        if body is not None:
            headers["content-type"] = order.get("type", "application/json")
        status, answer, told = self._request(order["method"], order["path"], headers, body)
        self._ledger.write("answer", method=order["method"], path=order["path"], status=status, body=answer)
        return {"status": status, "body": answer, "headers": told}

    def _token(self, worker: dict[str, str] | None) -> str:
        who = json.dumps(worker)
        if who not in self._tokens:
            self._tokens[who] = self._new_token(worker)
        return self._tokens[who]

    def _new_token(self, worker: dict[str, str] | None) -> str:
        form = {
            "grant_type": "client_credentials",
            "scope": f"service/{self._settings['service']}",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self._assertion(worker),
        }
        headers = {"content-type": "application/x-www-form-urlencoded"}
        encoded = urllib.parse.urlencode(form)
        status, answer, _ = self._request("POST", "/oauth2/token", headers, encoded)
        if status != 200:
            self._ledger.write("no-token", status=status, body=answer)
            return "none"
        return str(answer["access_token"])

    def _assertion(self, worker: dict[str, str] | None) -> str:
        client, now = self._settings["client"], int(time.time())
        claims: dict[str, Any] = {
            "iss": client, "sub": client, "aud": self.url + "/oauth2/token",
            "jti": str(uuid.uuid4()), "iat": now, "exp": now + 120,
        }  # fmt: skip
        if worker and "person_id" in worker:
            claims["extensions"] = {"ihe_iua": {**worker, "purpose_of_use": "PATRQT"}}
        elif worker:
            claims["nwd_user"] = worker["id"]
            about = {"subject_name": worker["name"], "subject_role": worker["role"], "purpose_of_use": "TREAT"}
            claims["extensions"] = {"ihe_iua": about}
        return jwt.encode(claims, self._key, algorithm="ES384")

    def _request(self, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any, dict[str, str]]:
        content = None if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        request = urllib.request.Request(  # noqa: S310
            self.url + path, method=method, headers=headers, data=content
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return answer.status, _read(answer.read()), _headers(answer)
        except urllib.error.HTTPError as error:
            return error.code, _read(error.read()), _headers(error)


def main() -> None:
    """Listen, then do as told until stdin ends."""
    settings = json.loads(Path(sys.argv[1]).read_text())
    ledger = Ledger(Path(settings["ledger"]))
    server = Hooks(ledger, settings["webhook_secret"])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    api = Api(settings, ledger)
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_obey(json.loads(line), api)), flush=True)


def _obey(order: dict[str, Any], api: Api) -> dict[str, Any]:
    if order["do"] == "api":
        api.url = order["url"]
        return {"done": True}
    return api.call(order)


def _is_genuine(headers: Any, body: bytes, secret: str) -> bool:
    stamp = headers["webhook-timestamp"]
    if abs(time.time() - int(stamp)) > OLDEST_SECONDS:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{stamp}.".encode() + body
    right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(right, given) for given in headers["webhook-signature"].split())


def _headers(answer: Any) -> dict[str, str]:
    """Every header but the time, in lower case."""
    return {name.lower(): value for name, value in answer.headers.items() if name.lower() != "date"}


def _read(content: bytes) -> Any:
    try:
        return json.loads(content) if content else None
    except json.JSONDecodeError:
        return content.decode("utf-8", "replace")


if __name__ == "__main__":
    main()
