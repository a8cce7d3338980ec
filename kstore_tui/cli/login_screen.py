"""Connect to `serve` as a client does, and look for the login screen."""

import asyncio
import re

import asyncssh

from kstore_tui.core.text import reason_of, safe_text

_PATIENCE = 10
_SEQUENCE = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[ -/]*[0-~])")
_LOGIN = b"LogintotheKintoneStore"
_FIRST_RUN = b"Registerthefirstadministrator"


class NoLoginScreen(Exception):
    """People who connect can't log in. `str()` is the line for the operator, and says what to do."""


async def look_for_login_screen(host: str, port: int, fingerprint: str | None) -> str:
    """Connect, read the login screen and leave; return the fingerprint of the server's host key.

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
            return await _look(host, port, fingerprint)
    except TimeoutError:
        raise NoLoginScreen(
            f"{where} didn't show the login screen within {_PATIENCE} seconds. Check that this is the port "
            "of `kstore-tui serve`, and run `kstore-tui serve --status` on the host."
        ) from None
    except asyncssh.PermissionDenied:
        raise NoLoginScreen(
            f"{where} accepts none of your SSH keys. Run this as someone whose key is in the server's "
            "--authorized-keys file."
        ) from None
    except asyncssh.Error as error:
        raise NoLoginScreen(
            f"{where} ended the connection: {safe_text(error.reason)}. Check that this is the port of "
            "`kstore-tui serve`."
        ) from None
    except OSError as error:
        raise NoLoginScreen(
            f"{where} can't be reached: {reason_of(error)}. Check the address, and that "
            "`kstore-tui serve` is running."
        ) from None


async def _look(host: str, port: int, fingerprint: str | None) -> str:
    async with asyncssh.connect(
        host, port, username="doctor", known_hosts=None, config=None, agent_forwarding=False
    ) as connection:
        key = connection.get_server_host_key()
        found = key.get_fingerprint() if key is not None else "none"
        if fingerprint is not None and found != fingerprint:
            raise NoLoginScreen(
                f"The host key of {host}:{port} is {found}, not {fingerprint}. Another server may be "
                "answering in its place: let nobody log in until you know why."
            )
        async with connection.create_process(
            term_type="xterm-256color", term_size=(80, 24), encoding=None
        ) as process:
            shown = b""
            while data := await process.stdout.read(65536):
                shown += data
                words = b"".join(_SEQUENCE.sub(b"", shown).split())  # a space may be a move of the cursor
                if _LOGIN in words:
                    return found
                if _FIRST_RUN in words:
                    raise NoLoginScreen(
                        "The store has no administrator yet. Run on the host: kstore-tui administrators "
                        "register EMAIL --password-stdin"
                    )
            said = (await process.stderr.read(1000)).decode(errors="replace").strip()
    raise NoLoginScreen(f"{host}:{port} shows no login screen: {safe_text(said) or 'nothing'}.")
