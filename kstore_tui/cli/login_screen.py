"""Connect to `serve` as a client does, and look for the login screen."""

import asyncio
import re

import asyncssh

from kstore_tui.core.text import reason_of, safe_text

_PATIENCE = 10
_MOST = 65_536
"""Bytes to read before giving up; a login screen has a few thousand."""
_SEQUENCE = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[ -/]*[0-~])")
_CHECK = "Check the address, and that `kstore-tui serve --status` shows a running server on the host."
_LOGIN = b"LogintotheKintoneStore"
_FIRST_RUN = b"Registerthefirstadministrator"


class NoLoginScreen(Exception):
    """People who connect can't log in.

    Args:
        problem: What is wrong.
        fix: What to do about it.
    """

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(f"{problem} {fix}")
        self.problem = problem
        self.fix = fix


async def look_for_login_screen(host: str, port: int, fingerprint: str | None) -> str:
    """Connect, read the login screen and leave; return the fingerprint of the server's host key.

    SSH keys are offered only to a server with the right host key.

    Args:
        host: Where the server is.
        port: Its port.
        fingerprint: What its host key must have, if it is known.

    Raises:
        NoLoginScreen: There is none, or the host key is another one.
    """
    where = f"{host}:{port}"
    try:
        async with asyncio.timeout(_PATIENCE):
            return await _look(where, host, port, fingerprint)
    except TimeoutError:
        raise NoLoginScreen(f"{where} showed no login screen within {_PATIENCE} seconds.", _CHECK) from None
    except asyncssh.PermissionDenied:
        if fingerprint is None:
            raise NoLoginScreen(
                f"{where} asks for an SSH key, and yours are offered only to a server that you name.",
                "Add --fingerprint with what `kstore-tui serve` printed.",
            ) from None
        raise NoLoginScreen(
            f"{where} accepts none of your SSH keys.",
            "Run this as someone whose key is in the server's --authorized-keys file.",
        ) from None
    except asyncssh.Error as error:
        said = f"{where} ended the connection: {safe_text(error.reason).rstrip('.')}."
        raise NoLoginScreen(said, _CHECK) from None
    except OSError as error:
        raise NoLoginScreen(f"{where} can't be reached: {reason_of(error)}.", _CHECK) from None


async def _look(where: str, host: str, port: int, fingerprint: str | None) -> str:
    client = _Client(fingerprint)
    keys = {} if fingerprint is not None else {"client_keys": None, "agent_path": None}
    try:
        connecting = asyncssh.connect(
            host,
            port,
            client_factory=lambda: client,
            username="doctor",
            config=None,
            known_hosts=([], [], []),  # none, so asyncssh asks the client
            server_host_key_algs=["ssh-ed25519"],
            **keys,
        )
        connection = await connecting
    except asyncssh.HostKeyNotVerifiable:
        if not client.found:
            raise
        raise NoLoginScreen(
            f"The host key of {where} is {client.found}, not {fingerprint}. Another server may be answering.",
            "Let nobody log in until you know why.",
        ) from None
    async with (
        connection,
        connection.create_process(term_type="xterm-256color", term_size=(80, 24), encoding=None) as process,
    ):
        shown = b""
        while len(shown) < _MOST and (data := await process.stdout.read(_MOST)):
            shown += data
            words = b"".join(_SEQUENCE.sub(b"", shown).split())  # a space may be a move of the cursor
            if _LOGIN in words:
                return client.found
            if _FIRST_RUN in words:
                raise NoLoginScreen(
                    "The store has no administrator yet.",
                    "Run on the host: kstore-tui administrators register EMAIL --password-stdin",
                )
    raise NoLoginScreen(f"{where} shows something other than the store.", _CHECK)


class _Client(asyncssh.SSHClient):
    """Looks at the host key before anyone logs in.

    Args:
        fingerprint: What it must have; None takes any.
    """

    def __init__(self, fingerprint: str | None) -> None:
        self._fingerprint = fingerprint
        self.found = ""

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        self.found = key.get_fingerprint()
        return self._fingerprint in (None, self.found)
