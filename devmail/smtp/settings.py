"""What a mail server asks of its clients: how large, from whom, over what, and with which faults."""

import hmac
import ssl
from dataclasses import dataclass, field
from pathlib import Path

from devmail.smtp.faults import Faults

LARGEST = 32 * 1024 * 1024  # bytes a mail may have
HOSTS = ("localhost", "127.0.0.1", "::1")  # the hosts a generated certificate is for


class CertificateUnusable(Exception):
    """There is no usable certificate; `str()` is the line for the person."""


@dataclass(frozen=True, slots=True)
class Login:
    """The one login that is accepted."""

    user: str
    password: str = field(repr=False)

    def is_right(self, user: bytes, password: bytes) -> bool:
        right_user = hmac.compare_digest(user, self.user.encode())
        return hmac.compare_digest(password, self.password.encode()) and right_user

    def is_right_digest(self, user: bytes, digest: bytes, challenge: bytes) -> bool:
        """Check a CRAM-MD5 answer, given in hexadecimal digits."""
        right = hmac.new(self.password.encode(), challenge, "md5").hexdigest().encode()
        right_user = hmac.compare_digest(user, self.user.encode())
        return hmac.compare_digest(digest.lower(), right) and right_user


@dataclass(frozen=True, slots=True)
class Tls:
    """TLS: with which certificate, and from when."""

    context: ssl.SSLContext
    implicit: bool = False  # from the first byte; otherwise when the client asks for it (STARTTLS)
    authority: bytes = b""
    """The authority to trust for a made certificate, as PEM; empty for a given certificate."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a sink asks of its clients. A `Settings()` takes anything from anybody."""

    largest: int = LARGEST
    login: Login | None = None  # without one, any login is accepted and none is needed
    tls: Tls | None = None
    faults: Faults = field(default_factory=Faults)  # the faults that are on at first


def given_certificate(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """Load a certificate chain and its key from PEM files; without `key`, both are in one file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    key = key or certificate
    for path in (certificate, key):
        try:
            path.open("rb").close()
        except OSError as error:
            raise CertificateUnusable(f"{path} can't be read: {error.strerror or error}.") from error
    try:
        # The empty password answers what OpenSSL would otherwise ask in the terminal.
        context.load_cert_chain(certificate, key, password="")
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            line = f"The key in {key} doesn't belong to the certificate in {certificate}."
        else:
            reason = error.reason or error
            line = f"The certificate in {certificate} with the key in {key} can't be used ({reason})."
        raise CertificateUnusable(line) from error
    return context


def made_certificate() -> tuple[ssl.SSLContext, bytes]:
    """Make a certificate for this machine; return it with the PEM of the authority to trust."""
    try:
        import trustme  # an extra, and most runs need none
    except ImportError as error:
        raise CertificateUnusable(
            'Generating a certificate requires trustme. In the checkout, run `pip install ".[tls]"`, '
            "or use --tls-cert and --tls-key."
        ) from error
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority = trustme.CA()
    authority.issue_cert(*HOSTS).configure_cert(context)
    return context, authority.cert_pem.bytes()
