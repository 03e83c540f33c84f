"""Sends one signed rendition to one endpoint and says how it ended."""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import aiohttp

from adapters.contract import Rendition, SendFate, Sent
from adapters.webhook.address import Egress, Forbidden, Resolver, fault_of, opened
from adapters.webhook.signature import Secret, headers

_CONNECTIONS = 32
_GONE = 410
_LONGEST_WAIT_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to POST, and the keys to sign with, newest first."""

    url: str
    secrets: tuple[Secret, ...]
    egress: Egress


class WebhookSink:
    """A connection pool to one endpoint; redirects are not followed and the answer's body is not read."""

    def __init__(self, endpoint: Endpoint, *, now_seconds: Callable[[], float]) -> None:
        fault = fault_of(endpoint.url, endpoint.egress)
        if fault:
            raise Forbidden(f"webhook URL {fault}")
        self._endpoint = endpoint
        self._now = now_seconds
        self._session: aiohttp.ClientSession | None = None

    async def send(self, rendition: Rendition, *, start_seconds: float, timeout_seconds: float) -> Sent:
        """Make one attempt; only a 2xx answer counts as delivered."""
        try:
            return await self._post(rendition, start_seconds, timeout_seconds)
        except (Forbidden, aiohttp.InvalidURL):
            return Sent(SendFate.NEVER, "address-forbidden")
        except aiohttp.ClientConnectorError as error:
            return _unconnected(error)
        except aiohttp.ConnectionTimeoutError:
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
        now = self._now()
        signed = headers(
            self._endpoint.secrets, message_id=rendition.control_id, at_seconds=int(now), body=rendition.body
        )
        request = self._opened().post(
            self._endpoint.url,
            data=rendition.body,
            headers={**signed, "content-type": rendition.content_type},
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=timeout_seconds, connect=start_seconds),
        )
        async with request as response:
            return _sent(response.status, _retry_after(response.headers.get("retry-after"), now))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            egress = self._endpoint.egress
            connector = aiohttp.TCPConnector(
                resolver=Resolver(egress),
                socket_factory=lambda found: opened(found, egress),
                ttl_dns_cache=60,
                limit=_CONNECTIONS,
            )
            self._session = aiohttp.ClientSession(
                connector=connector, trust_env=False, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            )
        return self._session


def _sent(status: int, retry_after_seconds: float | None) -> Sent:
    if 200 <= status < 300:
        return Sent(SendFate.DELIVERED, str(status))
    if status == _GONE:
        return Sent(SendFate.NEVER, "410")
    return Sent(SendFate.LATER, str(status), retry_after_seconds)


def _unconnected(error: aiohttp.ClientConnectorError) -> Sent:
    if isinstance(error.os_error, Forbidden):
        return Sent(SendFate.NEVER, "address-forbidden")
    if isinstance(error, aiohttp.ClientConnectorSSLError | aiohttp.ClientConnectorCertificateError):
        return Sent(SendFate.LATER, "tls-failed")
    return Sent(SendFate.LATER, "unreachable")


def _retry_after(text: str | None, now: float) -> float | None:
    if text is None:
        return None
    try:
        seconds = float(text) if text.strip().isdigit() else parsedate_to_datetime(text).timestamp() - now
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT_SECONDS)
