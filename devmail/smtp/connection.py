"""One client's connection: aiosmtpd's SMTP that keeps a transcript and reads mails in large pieces."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, NoReturn

from aiosmtpd.smtp import SMTP, Envelope

from devmail.model import Mail
from devmail.smtp.faults import ActiveFaults, asks_to_drop_mail
from devmail.smtp.refusals import Refusals
from devmail.smtp.transcript import Transcript

_LONGEST_COMMAND = 2048
_LONGEST_AUTH = 12_288  # bytes of a command with a login, as RFC 4954 asks
_PIECE = 2**20  # bytes read at once: more than the reader ever holds
_SILENCE = 5  # seconds to wait for the rest of a mail before its line ends are looked at
_END = b"\r\n.\r\n"
_RIGHT_LINES = re.compile(rb"(?:[^\r\n]++|\r\n)*+")
_UNKNOWN = '500 Error: command "'
"""aiosmtpd's answer to what is no command; it goes on with the client's words."""
_LOGIN_OF_A_RELAY = re.compile(r"\sAUTH=\S+", re.IGNORECASE)
_SIZE = re.compile(r"\sSIZE=(?![0-9]{1,20}(?:\s|$))", re.IGNORECASE)


class Connection(SMTP):
    """The protocol of one client; the handler decides on its commands and mails."""

    command_size_limit = _LONGEST_COMMAND
    line_length_limit = 2**16  # of the reader; a mail's lines have no limit
    AuthLoginUsernameChallenge = "Username:"  # the words other servers use, which some clients wait for
    AuthLoginPasswordChallenge = "Password:"

    def __init__(
        self,
        handler: object,
        connections: "set[Connection]",
        faults: ActiveFaults,
        refusals: Refusals,
        largest: int,
        **options: Any,
    ) -> None:
        super().__init__(handler, data_size_limit=largest, **options)
        self.command_size_limits = defaultdict(lambda: _LONGEST_COMMAND, AUTH=_LONGEST_AUTH)
        self.transcript = Transcript()
        self.keeping: asyncio.Future[Mail] | None = None
        """The mail that waits to be kept: a client that sends nothing more still gets its answer."""
        self._connections = connections
        self._faults = faults
        self._refusals = refusals
        self._largest = largest

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._connections.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        super().connection_lost(error)

    def eof_received(self) -> bool | None:
        if self.keeping is None or self.keeping.done():
            return super().eof_received()  # which ends the connection
        self.keeping.add_done_callback(lambda _: self.eof_received())
        return self.session is not None and self.session.ssl is None

    def abort(self) -> None:
        """End the connection at once."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    def drop(self, why: str) -> NoReturn:
        """Drop the connection in the middle of a command, and report it."""
        self._refusals.note(why, self._recipients)
        self.abort()
        raise asyncio.CancelledError  # which is what aiosmtpd does when a connection is lost

    async def push(self, status: str | bytes) -> None:
        answer = status if isinstance(status, str) else status.decode()
        if answer.startswith(_UNKNOWN):  # which may be a secret in the wrong place
            self.transcript.note("not a command")
            answer = "500 5.5.2 Unknown command"
        self.transcript.answer(answer)
        if answer.startswith("334 "):
            self.transcript.note("response hidden")
        if answer[:1] in "45":
            self._refusals.note(answer, self._recipients)
        await super().push(answer.encode("utf-8", "surrogateescape"))
        if answer.startswith("421"):
            self._close()

    async def smtp_STARTTLS(self, arg: str) -> None:
        if self.session is not None and self.session.ssl is not None:
            await self.push("503 5.5.1 Already encrypted")
            return
        await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        mechanism, space, rest = (arg or "").partition(" ")
        await super().smtp_AUTH(f"{mechanism.upper()}{space}{rest}")

    async def smtp_MAIL(self, arg: str | None) -> None:
        if _SIZE.search(arg or ""):  # aiosmtpd stumbles over some
            await self.push("501 5.5.4 SIZE is a number of bytes")
            return
        # Relays tell with AUTH= who gave them the mail; aiosmtpd does not know it.
        await self._with_address(super().smtp_MAIL(arg and _LOGIN_OF_A_RELAY.sub("", arg)))

    async def smtp_RCPT(self, arg: str | None) -> None:
        await self._with_address(super().smtp_RCPT(arg))

    async def smtp_VRFY(self, arg: str) -> None:
        await self._with_address(super().smtp_VRFY(arg))

    async def smtp_DATA(self, arg: str) -> None:
        """Take a mail in large pieces: line by line, 32 MB of empty lines cost aiosmtpd 1 GB of memory."""
        assert self.envelope is not None  # noqa: S101 - it is there from the first command on
        if await self.check_helo_needed():
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 Error: need RCPT command")
            return
        if arg:
            await self.push("501 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        if self._faults.now.drop or any(map(asks_to_drop_mail, self.envelope.rcpt_tos)):
            await self._reader.read(1)
            self.drop("connection dropped in the middle of the email (simulated fault)")
        try:
            await self.push(await self._take_mail(self.envelope))
        finally:
            self.envelope = Envelope()
            self.transcript.end_mail()

    async def _take_mail(self, envelope: Envelope) -> str:
        """Read a mail and hand it over; return the answer."""
        mail = bytearray(b"\r\n")  # so that a dot on the first line follows a line's end too
        searched, is_too_large = 0, False
        while (end := mail.find(_END, searched)) < 0:
            searched = max(len(mail) - len(_END) + 1, 0)
            if is_too_large or len(mail) > self._largest + len(_END):
                is_too_large = True
                del mail[:searched]
                searched = 0
            try:
                async with asyncio.timeout(_SILENCE):
                    # The public way to read is a handler's, who gets the mail when all of it is there.
                    mail += await self._reader.read(_PIECE)
            except TimeoutError:
                if not is_too_large and (refusal := _bare_line_end(mail)):
                    # A client that ends mails with LF . LF waits. What comes now may be the mail's rest.
                    await self.push(refusal)
                    self._close()
        if (rest := mail[end + len(_END) :]) and not self._reader.at_eof():
            self._reader.feed_data(bytes(rest))  # commands that came with the mail
        del mail[end + 2 :]
        if is_too_large or len(mail) - 2 > self._largest:
            return f"552 5.3.4 Message exceeds the size limit of {self._largest} bytes"
        if refusal := _bare_line_end(mail):
            return refusal
        if b"\r\n." in mail:
            mail = mail.replace(b"\r\n.", b"\r\n")
        envelope.content = envelope.original_content = bytes(memoryview(mail)[2:])
        self.transcript.note(f"email, {len(envelope.content):,} bytes")
        answer: str = await self.event_handler.handle_DATA(self, self.session, envelope)
        return answer

    @property
    def _recipients(self) -> tuple[str, ...]:
        return () if self.envelope is None else tuple(self.envelope.rcpt_tos)

    def _close(self) -> NoReturn:
        """Close the connection once the answer is sent; what the client sent after it is not looked at."""
        if self.transport is not None:
            self.transport.close()
        raise asyncio.CancelledError

    async def _with_address(self, command: Awaitable[None]) -> None:
        try:
            await command
        except (IndexError, RecursionError):  # the parser of addresses runs off the end of some
            await self.push("553 5.1.3 Error: malformed address")


def _bare_line_end(mail: bytearray) -> str:
    """Return the refusal for a line that ends with CR or LF alone; nothing when none does.

    Servers that accept such line ends see the mail's end, and another mail after it, where others see text.
    """
    if mail.count(b"\r\n") == mail.count(b"\n") == mail.count(b"\r"):
        return ""
    right = _RIGHT_LINES.match(mail)
    at = right.end() if right else 0
    if at == len(mail) - 1 and mail.endswith(b"\r"):  # whose LF is still to come
        return ""
    name = "LF" if mail[at : at + 1] == b"\n" else "CR"
    line = mail.count(b"\r\n", 0, at)
    return f"554 5.6.0 Line {line} has a bare {name}; lines must end with CRLF"


def _noted(name: str) -> Callable[[Connection, Any], Awaitable[None]]:
    """Return a command that is noted in the transcript before it is served."""
    verb, serve = name.removeprefix("smtp_"), getattr(Connection, name)

    @wraps(getattr(SMTP, name))  # with what HELP says about it
    async def noted(self: Connection, arg: Any) -> None:
        self.transcript.command(verb, arg or "")
        await serve(self, arg)

    return noted


async def _refuse_web_page(self: Connection, arg: Any) -> None:
    """Send a web page away that makes a browser talk to this port."""
    await self.push("421 4.7.0 This is a mail server, not a web server")


for _name in filter(re.compile("smtp_").match, dir(SMTP)):
    setattr(Connection, _name, _noted(_name))
for _verb in ("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"):
    setattr(Connection, f"smtp_{_verb}", _refuse_web_page)
