"""How clients reach the brokers: addresses, TLS and who we say that we are."""

import ssl
from dataclasses import dataclass
from typing import Any, Literal

Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


@dataclass(frozen=True, slots=True)
class Login:
    """A SASL user; the password never stands in a settings file."""

    mechanism: Mechanism
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Connection:
    """The brokers of one cluster, and how they know us."""

    servers: tuple[str, ...]
    client: str
    tls: ssl.SSLContext | None = None
    login: Login | None = None

    def options(self) -> dict[str, Any]:
        """The options that every aiokafka client takes."""
        secured = "SSL" if self.tls else "PLAINTEXT"
        options: dict[str, Any] = {
            "bootstrap_servers": list(self.servers),
            "client_id": self.client,
            "security_protocol": secured if self.login is None else f"SASL_{secured}",
            "ssl_context": self.tls,
        }
        if self.login is not None:
            options |= {
                "sasl_mechanism": self.login.mechanism,
                "sasl_plain_username": self.login.user,
                "sasl_plain_password": self.login.password,
            }
        return options
