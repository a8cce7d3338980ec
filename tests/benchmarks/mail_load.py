"""A load of mails, sent by a process of its own that is quick enough to wait for any server.

    python -m tests.benchmarks.mail_load PORT MAILS CONNECTIONS MAILS_A_CONNECTION

sends them step by step, as clients do that wait for each answer, and prints the seconds that it took.
"""

import selectors
import socket
import sys
import time
from collections.abc import Iterator

_TEXT = (
    b"From: Shop <no-reply@shop.example>\r\nTo: ada@example.com\r\nSubject: Your verification code\r\n"
    b"Message-ID: <0001.8f3a@shop.example>\r\nDate: Sat, 14 Mar 2026 09:00:00 +0000\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n"
    b"\r\nHello Ada,\r\n\r\nyour verification code is\r\n\r\n    %06d\r\n\r\nIt is valid for 10 minutes.\r\n"
)
_MORE = b"If you did not ask for it, nothing has happened and you need not do anything.\r\n"
_SIZE = 1024


def mail_data(number: int) -> bytes:
    """Return the data of a mail of 1 kB that brings a code, with its end."""
    mail = (_TEXT % number) + _MORE * 20
    return mail[: _SIZE - 2] + b"\r\n.\r\n"


def _steps(mails: range) -> Iterator[bytes]:
    """Yield what one connection sends, each after the answer to the one before."""
    yield b"EHLO load.example\r\n"
    for number in mails:
        yield b"MAIL FROM:<no-reply@shop.example>\r\n"
        yield b"RCPT TO:<ada@example.com>\r\n"
        yield b"DATA\r\n"
        yield mail_data(number)
    yield b"QUIT\r\n"


class _Client:
    """One connection after another, each with its share of the mails."""

    def __init__(self, port: int, mails: range, a_connection: int) -> None:
        self._port = port
        self._shares = iter(
            [mails[first : first + a_connection] for first in range(0, len(mails), a_connection)]
        )
        self.socket: socket.socket | None = None

    def connect(self) -> bool:
        """Open the next connection; return False when there is nothing more to send."""
        share = next(self._shares, None)
        if share is None:
            return False
        self._steps = _steps(share)
        self._answer = b""
        self.socket = socket.create_connection(("127.0.0.1", self._port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return True

    def go_on(self) -> bool:
        """Read, and send what comes next; return False at the end of the connection."""
        assert self.socket is not None
        self._answer += self.socket.recv(65536)
        last = self._answer.rfind(b"\r\n", 0, -2)
        if not self._answer.endswith(b"\r\n") or self._answer[last + 5 if last >= 0 else 3] != ord(" "):
            return True
        assert self._answer[:1] in b"23", self._answer
        self._answer = b""
        step = next(self._steps, None)
        if step is None:
            return False
        self.socket.sendall(step)
        return True

    def close(self) -> None:
        """Close the connection."""
        assert self.socket is not None
        self.socket.close()


def send(port: int, mails: int, connections: int, a_connection: int) -> float:
    """Send mails over several connections at once; return the seconds.

    Args:
        port: Where the server listens.
        mails: How many in all.
        connections: How many at once.
        a_connection: How many on each before it is closed and another opened.
    """
    share = mails // connections
    clients = [_Client(port, range(first, first + share), a_connection) for first in range(0, mails, share)]
    begun = time.perf_counter()
    with selectors.DefaultSelector() as selector:

        def connect(client: _Client) -> bool:
            if not client.connect():
                return False
            assert client.socket is not None
            selector.register(client.socket, selectors.EVENT_READ, client)
            return True

        open_ = sum([connect(client) for client in clients])
        while open_:
            for key, _ in selector.select():
                client: _Client = key.data
                if not client.go_on():
                    selector.unregister(key.fileobj)
                    client.close()
                    open_ -= not connect(client)
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(send(*map(int, sys.argv[1:])))
