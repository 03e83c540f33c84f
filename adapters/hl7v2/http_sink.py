"""HL7 v2 over HTTP: one POST a message, the acknowledgement in the answer's body.

Source: HL7 over HTTP, as the HAPI project wrote it down: `application/hl7-v2+er7`.
"""

import ssl

import aiohttp

from adapters.contract import Rendition, SendFate, Sent
from adapters.hl7v2.answer import judged, read

ER7 = "application/hl7-v2+er7"
_LONGEST_ACK = 1_048_576


class HttpSink:
    """Posts to one address; what counts is the acknowledgement in the body, whatever the HTTP status says."""

    def __init__(self, url: str, *, tls: ssl.SSLContext | None = None) -> None:
        self._url, self._tls = url, tls
        self._session: aiohttp.ClientSession | None = None

    async def send(self, rendition: Rendition, *, start_seconds: float, timeout_seconds: float) -> Sent:
        """Make one attempt; only AA or CA with our MSH-10 counts as delivered."""
        try:
            return await self._post(rendition, start_seconds, timeout_seconds)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return Sent(SendFate.LATER, "unreachable")
        except TimeoutError:
            return Sent(SendFate.UNKNOWN, "timeout")
        except (aiohttp.ClientError, OSError, ValueError):
            return Sent(SendFate.UNKNOWN, "connection-lost")

    async def close(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, rendition: Rendition, start_seconds: float, timeout_seconds: float) -> Sent:
        if start_seconds <= 0:  # the client takes that for no limit
            return Sent(SendFate.LATER, "unreachable")
        request = self._opened().post(
            self._url,
            data=rendition.body,
            headers={"content-type": f"{ER7}; charset=utf-8"},
            allow_redirects=False,
            ssl=self._tls if self._tls is not None else True,
            timeout=aiohttp.ClientTimeout(total=timeout_seconds, connect=start_seconds),
        )
        async with request as response:
            answer = read(await response.content.read(_LONGEST_ACK))
            if answer is not None and answer.control_id == rendition.control_id:
                return judged(answer)
            if response.status >= 400:
                return Sent(SendFate.LATER, str(response.status))
            return Sent(SendFate.UNKNOWN, "ack-unreadable")

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(trust_env=False, cookie_jar=aiohttp.DummyCookieJar())
        return self._session
