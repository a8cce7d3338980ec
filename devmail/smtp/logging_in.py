"""How a client logs in."""

import secrets
from base64 import b64decode, b64encode
from typing import Any

from aiosmtpd.smtp import MISSING, AuthResult, Envelope, LoginPassword, Session, _Missing

from devmail.smtp.faults import FaultsInForce
from devmail.smtp.talk import Talk
from devmail.smtp.terms import Login

_CRAM_MD5 = "auth_CRAM__MD5"
_XOAUTH2 = "auth_XOAUTH2"


class LoggingIn(Talk):
    """A connection whose client may log in, and must where there is a login.

    Args:
        login: The one that is taken; None takes any.
        faults: What is on.
        connections: All that are open.
        handler: What aiosmtpd asks about single commands.
        options: aiosmtpd's own.
    """

    AuthLoginUsernameChallenge = "Username:"  # the words that other servers say, and some clients wait for
    AuthLoginPasswordChallenge = "Password:"
    _COMMANDS = [*Talk._COMMANDS, _CRAM_MD5, _XOAUTH2]

    def __init__(
        self,
        login: Login | None,
        faults: FaultsInForce,
        connections: "set[Talk]",
        handler: object,
        **options: Any,
    ) -> None:
        super().__init__(
            connections,
            handler,
            auth_require_tls=False,
            authenticator=self._check_password,
            # A token is no password: none can be compared with it.
            auth_exclude_mechanism=[] if login is None else ["XOAUTH2"],
            **options,
        )
        # Not by aiosmtpd's argument: that warns of logins without encryption, which are usual here.
        self._auth_required = login is not None
        self._login = login
        self._faults = faults

    @property
    def mechanisms(self) -> list[str]:
        """The ways to log in that are offered."""
        return sorted(self._auth_methods)

    async def smtp_AUTH(self, arg: str) -> None:
        """Log in, by a mechanism in letters of any case."""
        mechanism, _, rest = (arg or "").partition(" ")
        await super().smtp_AUTH(f"{mechanism.upper()} {rest}".rstrip())

    async def auth_CRAM__MD5(self, _: object, args: list[str]) -> AuthResult:
        """Log in by a digest of the password and of what is asked (RFC 2195)."""
        asked = f"<{secrets.token_hex(8)}@{self.hostname}>".encode()
        answer = await self.challenge_auth(asked)
        if answer is MISSING:
            return AuthResult(success=False)
        user, _space, digest = answer.rpartition(b" ")
        return self._result(self._login is None or self._login.is_right_digest(user, digest, asked))

    async def auth_XOAUTH2(self, _: object, args: list[str]) -> AuthResult:
        """Log in by a token, whatever it is: this is not offered where one must be right."""
        if len(args) == 1 and await self.challenge_auth("") is MISSING:
            return AuthResult(success=False)
        return self._result(True)

    async def challenge_auth(
        self, challenge: str | bytes, encode_to_b64: bool = True, log_client_response: bool = False
    ) -> _Missing | bytes:
        """Ask for a part of a login; what is answered is noted nowhere."""
        words = challenge.encode() if isinstance(challenge, str) else challenge
        await self.push(b"334 " + (b64encode(words) if encode_to_b64 else words))
        line = await self.incoming.line()
        self.conversation.aside("an answer to that: ***")
        if line.strip() == b"*":
            await self.push("501 5.7.0 Auth aborted")
            return MISSING
        try:
            return b64decode(line.strip(), validate=True)
        except ValueError:
            await self.push("501 5.5.2 Can't decode base64")
            return MISSING

    def _check_password(
        self, server: object, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        return self._result(self._login is None or self._login.is_right(*data))

    def _result(self, right: bool) -> AuthResult:
        return AuthResult(success=right and not self._faults.now.no_login, handled=False)
