"""The desktop around the terminal: its clipboard and its browser, where there are any."""

import asyncio
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from devmail.tui.saving import CannotSave

_PATIENCE = 1.0
"""Seconds that another program is waited for."""
_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
_HARMLESS = """<!doctype html><meta charset="utf-8">\
<meta http-equiv="Content-Security-Policy" content="script-src 'none'; object-src 'none'; frame-src 'none'">
"""


async def copy(text: str) -> bool:
    """Put text on the clipboard; return whether it is there. A terminal's own cannot be confirmed."""
    for command in _clipboard_commands(os.environ):
        if await _run(*command, input=text.encode(errors="replace")) == 0:
            return True
    return False


def _clipboard_commands(environment: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    if environment.get("TMUX"):
        yield "tmux", "load-buffer", "-w", "-"
    if environment.get("WAYLAND_DISPLAY"):
        yield ("wl-copy",)
    if sys.platform == "darwin" and "SSH_CONNECTION" not in environment:
        yield ("pbcopy",)
    if environment.get("DISPLAY"):
        yield "xclip", "-selection", "clipboard"


async def browse(url: str) -> bool:
    """Open a page in a browser; return whether there is one. One that is text alone does not count."""
    known = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    has_display = any(map(os.environ.get, known))
    if not has_display and (sys.platform != "darwin" or "SSH_CONNECTION" in os.environ):
        return False
    # In a program of its own, as it may wait for the browser; without TERM it takes none for the terminal.
    environment = {name: value for name, value in os.environ.items() if name != "TERM"}
    return await _run(sys.executable, "-c", _OPEN, url, environment=environment, may_last=True) == 0


def write_page(html: str, until: ExitStack) -> str:
    """Write HTML to a file that lasts as long as the stack; no script in it runs. Return its address."""
    try:
        path = Path(until.enter_context(TemporaryDirectory(prefix="devmail-"))) / "mail.html"
        path.write_text(_HARMLESS + html, "utf-8", "replace")
    except OSError as error:
        raise CannotSave(f"Can't write the HTML to a file: {error.strerror}.") from error
    return path.as_uri()


async def _run(
    *command: str, input: bytes = b"", environment: Mapping[str, str] | None = None, may_last: bool = False
) -> int | None:
    """Run a program out of reach of the terminal; return its exit code, or None when there is none."""
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=quiet,
            stderr=quiet,
            env=environment,
            start_new_session=True,
        )
    except OSError:
        return None
    try:
        await asyncio.wait_for(process.communicate(input), _PATIENCE)
    except TimeoutError:
        if may_last:
            return 0
    finally:
        if process.returncode is None and not may_last:
            with suppress(ProcessLookupError):
                process.kill()
    return process.returncode
