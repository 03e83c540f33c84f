"""The recipients' side: a webhook server and an HL7 v2 engine that write down all that comes, and can be unwell."""

import asyncio
import contextlib
import hashlib
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiohttp import web

from tests.faults.campaign.journal import Journal

_END = b"\x1c\r"
MARK = re.compile(rb"999[0-9]{7}|EXAMPLE[A-Z]+")
"""What only one of the made-up people has: a number, a family name."""
WELL, FAILS, HANGS, LATE, CROSSED = "well", "fails", "hangs", "late", "crossed"
"""What a recipient does with what comes: take it, refuse it for now, never answer, refuse it after `late_seconds`,
acknowledge something else."""


@dataclass(slots=True)
class Recorders:
    """How each recipient is, and where they listen."""

    journal: Journal
    moods: dict[str, str] = field(default_factory=dict)
    late_seconds: float = 2.0
    hook_port: int = 0
    pas_port: int = 0

    async def webhook(self, request: web.Request) -> web.Response:
        """Write one webhook down, then answer as the recipient is."""
        at = time.monotonic()
        who, body = request.match_info["who"], await request.read()
        mood = self.moods.get(who, WELL)
        entry = self._came(who, request.headers["webhook-id"], body, at, mood)
        if mood == HANGS:
            await asyncio.Event().wait()
        if mood == LATE:
            await asyncio.sleep(self.late_seconds)
        if mood in {FAILS, LATE}:
            return web.Response(status=500)
        entry["good"] = True
        return web.Response(status=204)

    async def engine(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one MLLP connection until it is closed."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                raw = (await reader.readuntil(_END)).strip(b"\x0b\x1c\r")
                name, mood = raw.split(b"|", 10)[9].decode(), self.moods.get("pas", WELL)
                entry = self._came("pas", name, raw, time.monotonic(), mood)
                if mood == HANGS:
                    continue
                if mood == LATE:
                    await asyncio.sleep(self.late_seconds)
                entry["good"] = mood == WELL
                about, code = ("OTHER", "AA") if mood == CROSSED else (name, "AA" if mood == WELL else "AR")
                writer.write(b"\x0b" + _acknowledgement(about, code) + _END)
        writer.close()

    def _came(self, who: str, name: str, body: bytes, at: float, mood: str) -> dict[str, object]:
        marks = sorted({one.decode() for one in MARK.findall(body)})
        sha = hashlib.sha256(body).hexdigest()
        return self.journal.note("came", at=at, to=who, id=name, sha=sha, marks=marks, mood=mood, good=False)


def _acknowledgement(name: str, code: str) -> bytes:
    head = f"MSH|^~\\&|PAS|RXX02|NWD|NWD|20261101091500||ACK|A{name[:19]}|P|2.4"
    return f"{head}\rMSA|{code}|{name}\r".encode()


@contextlib.asynccontextmanager
async def recording(journal: Journal, *, bind: str = "127.0.0.1") -> AsyncIterator[Recorders]:
    """Recorders that listen while the context lasts; the HL7 v2 engine at `bind`."""
    made = Recorders(journal)
    app = web.Application(client_max_size=10**7)
    app.router.add_post("/{who}", made.webhook)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    made.hook_port = runner.addresses[0][1]
    engine = await asyncio.start_server(made.engine, bind, 0)
    made.pas_port = engine.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        engine.close()
        await runner.cleanup()
