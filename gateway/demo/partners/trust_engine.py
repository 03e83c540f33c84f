"""A trust's integration engine: sends HL7 v2 by MLLP, takes documents by MLLP, and keeps a ledger of both.

Run as a program of its own. It prints one JSON line with its port, then answers each JSON line on stdin with one
on stdout: {"do": "send", "port": 1234, "message": "MSH|..."} or {"do": "answer", "code": "AE"}.
"""

import json
import socket
import socketserver
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

START, END = b"\x0b", b"\x1c\r"


class Ledger:
    """One JSON line for each thing that was sent or came in."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()

    def write(self, what: str, **facts: Any) -> None:
        """Add a line with the time."""
        line = json.dumps({"at": datetime.now(UTC).isoformat(), "what": what, **facts})
        with self._lock, self._path.open("a") as file:
            file.write(line + "\n")


class Engine(socketserver.ThreadingTCPServer):
    """Where documents come in: knows its ledger and the code that it answers with."""

    daemon_threads = True

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(("127.0.0.1", 0), Inbox)
        self.ledger, self.code = ledger, "AA"


class Inbox(socketserver.StreamRequestHandler):
    """Takes each framed message, files it in the ledger and acknowledges it."""

    server: Engine

    def handle(self) -> None:
        """Serve one connection until it closes."""
        while frame := _read_frame(self.rfile):
            self.server.ledger.write("document", message=frame, code=self.server.code)
            self.wfile.write(START + _ack(frame, self.server.code).encode() + END)


def main() -> None:
    """Listen, then do as told until stdin ends."""
    ledger = Ledger(Path(sys.argv[1]))
    server = Engine(ledger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _say({"port": server.server_address[1]})
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "answer":
            server.code = order["code"]
            _say({"done": True})
        else:
            _say(_send(order, ledger))


def _send(order: dict[str, Any], ledger: Ledger) -> dict[str, Any]:
    ledger.write("sent", message=order["message"])
    try:
        with socket.create_connection(("127.0.0.1", order["port"]), timeout=10) as line:
            line.sendall(START + order["message"].encode() + END)
            reply = _read_frame(line.makefile("rb"))
    except OSError as error:
        reply = ""
        ledger.write("failed", error=type(error).__name__)
    ledger.write("ack", reply=reply)
    return {"reply": reply}


def _read_frame(file: Any) -> str:
    gathered = b""
    while not gathered.endswith(END):
        byte = file.read(1)
        if not byte:
            return ""
        gathered += byte
    return gathered.removeprefix(START).removesuffix(END).decode()


def _ack(message: str, code: str) -> str:
    header = message.split("\r", maxsplit=1)[0].split("|")
    now = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    ends = f"{header[4]}|{header[5]}|{header[2]}|{header[3]}|{now}"
    return f"MSH|^~\\&|{ends}||ACK^T02|A{header[9]}|P|2.4\rMSA|{code}|{header[9]}\r"


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
