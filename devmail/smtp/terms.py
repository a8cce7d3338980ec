"""The terms on which mails are taken: how large, from whom, over what, and with which faults."""

import hmac
import ssl
from dataclasses import dataclass, field

from devmail.smtp.faults import Faults

LARGEST = 32 * 1024 * 1024
"""Bytes that a mail may have."""


@dataclass(frozen=True, slots=True)
class Login:
    """The one login that is taken."""

    user: str
    password: str = field(repr=False)

    def is_right(self, user: bytes, password: bytes) -> bool:
        """Tell whether both are right.

        Args:
            user: As the client gave it.
            password: Likewise.
        """
        right_user = hmac.compare_digest(user, self.user.encode())
        return hmac.compare_digest(password, self.password.encode()) and right_user

    def is_right_digest(self, user: bytes, digest: bytes, asked: bytes) -> bool:
        """Tell whether both are right, for a client that keeps its password to itself (CRAM-MD5).

        Args:
            user: As the client gave it.
            digest: Likewise, in hexadecimal digits.
            asked: What it was to make the digest of.
        """
        right = hmac.new(self.password.encode(), asked, "md5").hexdigest().encode()
        right_user = hmac.compare_digest(user, self.user.encode())
        return hmac.compare_digest(digest.lower(), right) and right_user


@dataclass(frozen=True, slots=True)
class Tls:
    """How connections are encrypted."""

    context: ssl.SSLContext
    implicit: bool = False
    """From the first byte; else once the client asks for it (STARTTLS)."""
    authority: bytes = b""
    """The certificate, as PEM, of whom a client must trust to trust a made one; nothing for a given one."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sink asks of its clients. A `Terms()` takes anything from anybody."""

    largest: int = LARGEST
    login: Login | None = None
    """Who must log in; without one, any login is taken and none is needed."""
    tls: Tls | None = None
    faults: Faults = field(default_factory=Faults)
    """What is on at first."""
    hostname: str = "localhost"
    """What the server calls itself: never looked up, which can take seconds."""
