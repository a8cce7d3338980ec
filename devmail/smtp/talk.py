"""Taking turns with a client: a command, its answer, the next command."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from aiosmtpd.smtp import SMTP, Session

from devmail.smtp.conversation import Conversation
from devmail.smtp.incoming import CommandTooLong, Incoming

_PATIENCE = 2
"""Seconds that a connection's task may take to end."""
_IDLE = 300
"""Seconds that a client may be silent."""
_MOST_UNKNOWN = 5
"""Commands that are none, before the client is sent away."""
_MOST_UNSENT = 100
"""Answers that may wait for each other."""
_OF_THE_WEB = frozenset({"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_LOG = logging.getLogger("devmail")


class _Session(Session):
    """A session in which aiosmtpd notes who has logged in without a warning in its log."""

    login_data: Any = None


class Talk(SMTP):
    """One client's connection: aiosmtpd's commands, with a reader and a rhythm of its own.

    Answers to commands that came together leave together: when all that has come is read.

    Args:
        connections: All that are open; it adds and removes itself.
        handler: What aiosmtpd asks about single commands.
        options: aiosmtpd's own.
    """

    _COMMANDS = [name for name in dir(SMTP) if name.startswith(("smtp_", "auth_"))]

    def __init__(self, connections: "set[Talk]", handler: object, **options: Any) -> None:
        super().__init__(handler, **options)
        self.conversation = Conversation()
        self.incoming = Incoming(self._send)
        self._connections = connections
        self._answers: list[bytes] = []
        self._is_over = False
        self._unknown = 0
        self._heard_at = 0.0

    def __dir__(self) -> list[str]:
        """Return what aiosmtpd looks for at the begin of every connection, which are its commands."""
        return self._COMMANDS

    def leave(self) -> None:
        """Close the connection after the answer to the present command."""
        self._is_over = True

    def break_off(self) -> None:
        """End the connection at once; nothing more is answered."""
        self._is_over = True
        self._answers.clear()
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    async def pause(self, seconds: float) -> None:
        """Let the client wait; its silence meanwhile is not held against it.

        Args:
            seconds: How long.
        """
        self._heard_at = self.loop.time() + seconds
        await asyncio.sleep(seconds)

    async def end(self) -> None:
        """End the connection and the task that serves it."""
        self.break_off()
        task = self._handler_coroutine
        if task is not None:
            task.cancel()
            await asyncio.wait({task}, timeout=_PATIENCE)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or begin anew once it is encrypted."""
        super().connection_made(transport)
        if isinstance(transport, asyncio.Transport):
            self.incoming.begin(transport)
        self._connections.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the connection."""
        self._connections.discard(self)
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Take in what the client sends."""
        self._heard_at = self.loop.time()
        self.incoming.feed(data)

    def eof_received(self) -> bool:
        """The client will send no more; unless the line is encrypted, it can still hear answers."""
        self.incoming.end()
        return self.transport is not None and self.transport.get_extra_info("sslcontext") is None

    async def push(self, status: str | bytes) -> None:
        """Answer; what the client has sent already is read before the answer is on its way."""
        answer = status if isinstance(status, str) else status.decode()
        self.conversation.server(answer)
        self._answers.append(answer.encode("utf-8", "surrogateescape") + b"\r\n")
        if self.incoming.is_empty:
            await self._send()
        elif len(self._answers) >= _MOST_UNSENT:
            await self._send()
            await asyncio.sleep(0)  # others are served too

    async def _send(self) -> None:
        if self._answers:
            self._writer.write(b"".join(self._answers))
            self._answers.clear()
            await self._writer.drain()

    async def _handle_client(self) -> None:
        # Who is gone before the answer needs no report of it.
        with suppress(ConnectionError, EOFError):
            try:
                await self.push(f"220 {self.hostname} {self.__ident__}")
                while not self._is_over:
                    await self._serve_next()
                await self._send()
            finally:
                self._writer.close()

    async def _serve_next(self) -> None:
        try:
            line = await self.incoming.line()
        except CommandTooLong:
            self.conversation.aside("a line that is too long for a command")
            await self.push("500 Command line too long")
            return
        word, _, rest = line.strip().partition(b" ")
        name = word.decode("ascii", "replace").upper()
        serve = self._smtp_methods.get(name)
        if serve is None:
            await self._refuse_unknown(name)
            return
        self._unknown = 0
        self.conversation.client(line)
        try:
            await serve(rest.strip().decode("utf-8", "surrogateescape") or None)
        except (OSError, EOFError):
            raise
        except Exception:
            _LOG.exception("A client's %s could not be answered", name)
            await self.push("451 4.3.0 devmail failed; what happened is in its log")

    async def _refuse_unknown(self, name: str) -> None:
        """Refuse what is no command. It is not repeated anywhere: it may be a secret in the wrong place."""
        self.conversation.aside("what is no command")
        self._unknown += 1
        if name in _OF_THE_WEB:  # a page that makes a browser talk to this port
            await self.push("421 4.7.0 This is a mail server, not a web server")
            self.leave()
        elif self._unknown >= _MOST_UNKNOWN:
            await self.push("421 4.7.0 Too many unknown commands")
            self.leave()
        else:
            await self.push("500 5.5.2 There is no such command")

    def _create_session(self) -> Session:
        self.client = _Session(self.loop)
        return self.client

    def _reset_timeout(self, duration: float | None = None) -> None:
        """Begin to watch for silence; what is heard later is looked up when the time is over."""
        self._heard_at = self.loop.time()
        if self._timeout_handle is None:
            self._timeout_handle = self.loop.call_later(_IDLE, self._timeout_cb)

    def _timeout_cb(self) -> None:
        silent = self.loop.time() - self._heard_at
        if silent >= _IDLE:
            self.break_off()
        else:
            self._timeout_handle = self.loop.call_later(_IDLE - silent, self._timeout_cb)
