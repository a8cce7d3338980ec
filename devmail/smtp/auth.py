"""The ways to log in. Anybody may, unless a user was named."""

import secrets

from aiosmtpd.smtp import MISSING, SMTP, AuthResult, Envelope, LoginPassword, Session

from devmail.smtp.faults import FaultsInForce
from devmail.smtp.terms import Login


class Authenticator:
    """Checks logins, and adds the mechanisms that aiosmtpd lacks (it has PLAIN and LOGIN itself)."""

    def __init__(self, login: Login | None, faults: FaultsInForce) -> None:
        self._login = login
        self._faults = faults

    @property
    def is_required(self) -> bool:
        return self._login is not None

    @property
    def excluded(self) -> tuple[str, ...]:
        """The mechanisms not offered: a token cannot be compared with a password."""
        return ("XOAUTH2",) if self.is_required else ()

    def check_password(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        return self._result(self._login is None or self._login.is_right(*data))

    async def auth_CRAM__MD5(self, server: SMTP, args: list[str]) -> AuthResult:
        """Log in with a digest of the password and a challenge (RFC 2195)."""
        challenge = f"<{secrets.token_hex(8)}@{server.hostname}>".encode()
        answer = await server.challenge_auth(challenge)
        if answer is MISSING:  # an answer that was broken off or is not base64 has been refused
            return AuthResult(success=False)
        user, _, digest = answer.rpartition(b" ")
        return self._result(self._login is None or self._login.is_right_digest(user, digest, challenge))

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        """Log in with a token, whatever it is."""
        if len(args) == 1 and await server.challenge_auth("") is MISSING:
            return AuthResult(success=False)
        return self._result(True)

    def _result(self, right: bool) -> AuthResult:
        return AuthResult(success=right and not self._faults.now.no_login, handled=False)
