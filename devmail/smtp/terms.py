"""The terms for taking mails: how large, from whom, over what, and with which faults."""

import hmac
import ssl
from dataclasses import dataclass, field

from devmail.smtp.faults import Faults

LARGEST = 32 * 1024 * 1024  # bytes a mail may have


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
    """How connections are encrypted."""

    context: ssl.SSLContext
    implicit: bool = False  # from the first byte; otherwise when the client asks for it (STARTTLS)
    authority: bytes = b""
    """The authority to trust for a made certificate, as PEM; empty for a given certificate."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sink asks of its clients. A `Terms()` takes anything from anybody."""

    largest: int = LARGEST
    login: Login | None = None  # without one, any login is accepted and none is needed
    tls: Tls | None = None
    faults: Faults = field(default_factory=Faults)  # the faults that are on at first
