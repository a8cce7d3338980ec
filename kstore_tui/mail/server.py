"""The mail server and how to talk to it, read from one URL."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465}
_NO_URL = (
    "This isn't a mail server URL. Use smtp://host:port or smtps://host:port. "
    "To require STARTTLS, add ?starttls=required to smtp://."
)


class InvalidMailServer(ValueError):
    """A URL names no mail server. `str()` is the line for the person, without the URL's password."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server."""

    host: str
    port: int
    implicit_tls: bool = False
    """TLS from the first byte (`smtps://`, RFC 8314)."""
    starttls_required: bool = False
    """Refuse to go on without STARTTLS and a valid certificate (RFC 3207)."""
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_mail_server(url: str) -> MailServer:
    """Return the server of a URL: `smtp://[user:password@]host[:port][?starttls=required]` or `smtps://…`.

    A password never travels in the clear: with a user, and a host that is not this one, TLS is required.

    Raises:
        InvalidMailServer: It isn't the URL of a mail server.
    """
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        port = parts.port or _PORTS[parts.scheme]
        host = parts.hostname
    except (KeyError, ValueError):
        raise InvalidMailServer(_NO_URL) from None
    if (
        not host
        or parts.path.strip("/")
        or parts.fragment
        or not query.items() <= {"starttls": ["required"]}.items()
    ):
        raise InvalidMailServer(_NO_URL)
    implicit_tls = parts.scheme == "smtps"
    if implicit_tls and query:
        raise InvalidMailServer("smtps:// uses TLS from the start. Leave out ?starttls=required.")
    return MailServer(
        host=host,
        port=port,
        implicit_tls=implicit_tls,
        starttls_required=bool(query)
        or (parts.username is not None and not implicit_tls and not _is_here(host)),
        user=None if parts.username is None else unquote(parts.username),
        password=None if parts.username is None else unquote(parts.password or ""),
    )


def _is_here(host: str) -> bool:
    """Return whether a host is this one, so that nothing travels over a network."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
