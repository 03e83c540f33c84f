"""TLS for the wires: who we are, whom we trust, and which names a caller's certificate may bear."""

import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.x509 import load_pem_x509_certificates

from gateway.settings.model import Settings, Tls


class TlsUnusable(ValueError):
    """The files of a `tls` table do not make a TLS context; the text names the file and the mend."""


def for_listening(tls: Tls) -> ssl.SSLContext:
    """A context that shows our certificate and, with `ca_file`, demands one of the caller. Raises `TlsUnusable`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if tls.certificate_file is None:
        raise TlsUnusable("listen.tls needs certificate_file and key_file")
    if tls.ca_file is None and tls.names:
        raise TlsUnusable("listen.tls.names needs ca_file: without it no caller shows a certificate")
    if tls.ca_file is not None:
        context.verify_mode = ssl.CERT_REQUIRED
    return _filled(context, tls)


def for_sending(tls: Tls) -> ssl.SSLContext:
    """A context that trusts `ca_file` (none: the system's) and shows our certificate where asked for one."""
    return _filled(ssl.create_default_context(), tls)


def is_expected(certificate: Mapping[str, Any] | None, tls: Tls) -> bool:
    """True when the caller's certificate bears one of the names in the settings, or the settings name none."""
    if not tls.names:
        return True
    return bool(_names(certificate or {}) & {name.casefold() for name in tls.names})


def expiries(settings: Settings) -> Iterator[tuple[str, datetime]]:
    """By place in the settings, when our certificates run out: the first of a chain to do so. Raises nothing.

    A file that cannot be read any more counts as run out at the beginning of time, so that it is not overlooked.
    """
    for place, tls in _tables(settings):
        if tls.certificate_file is not None:
            yield place, _until(tls)


def _tables(settings: Settings) -> Iterator[tuple[str, Tls]]:
    for one in settings.partner:
        for side, tls in (("listen", getattr(one.listen, "tls", None)), ("send", one.send and one.send.tls)):
            if tls:
                yield f"partner.{one.id}.{side}", tls
    if settings.kafka.tls is not None:
        yield "kafka", settings.kafka.tls


def _until(tls: Tls) -> datetime:
    try:
        chain = load_pem_x509_certificates(tls.certificate_file.read_bytes() if tls.certificate_file else b"")
    except (OSError, ValueError):
        return datetime.min.replace(year=1970, tzinfo=UTC)
    return min(one.not_valid_after_utc for one in chain)


def _names(certificate: Mapping[str, Any]) -> set[str]:
    alternative = {value.casefold() for kind, value in certificate.get("subjectAltName", ()) if kind == "DNS"}
    common = {
        value.casefold() for part in certificate.get("subject", ()) for kind, value in part if kind == "commonName"
    }
    return alternative or common


def _filled(context: ssl.SSLContext, tls: Tls) -> ssl.SSLContext:
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    for file in (tls.ca_file, tls.certificate_file, tls.key_file):
        if file is not None and not file.is_file():
            raise TlsUnusable(f"`{file}` cannot be read; name a PEM file")
    try:
        if tls.ca_file is not None:
            context.load_verify_locations(tls.ca_file)
        if tls.certificate_file is not None:
            context.load_cert_chain(tls.certificate_file, tls.key_file)
    except (ssl.SSLError, OSError) as error:
        raise TlsUnusable("these PEM files do not fit together; check certificate, key and CA") from error
    return context
