"""Copying to a clipboard and opening in a browser, which are said only when they are true."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.mails import LINK, code_mail, deliver, link_mail, mail
from tests.devmail.tui.seen import seen, server, until

Program = Callable[[str, str], Path]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Make a program of a name, which has `$out` to write to."""

    def make(name: str, does: str) -> Path:
        out = tmp_path / f"{name}.out"
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\nout={out}\n{does}\n")
        path.chmod(0o700)
        return out

    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return make


@pytest.mark.parametrize(
    ("raw", "key", "copied", "said"),
    [
        (code_mail("012345"), "c", "012345", "Sent 012345 to your terminal's clipboard."),
        (mail("991204", "Hi"), "c", "991204", "Sent 991204 (likely code) to your terminal's clipboard."),
        (link_mail(), "l", LINK, f"Sent {LINK} to your terminal's clipboard."),
        (link_mail(), "o", "", "No browser is available here."),
    ],
)
async def test_outside_a_desktop_a_copy_goes_to_the_terminal_and_nothing_opens(
    raw: bytes, key: str, copied: str, said: str, inbox: Inbox
) -> None:
    deliver(inbox, raw)
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        await pilot.press(key)
        await until(pilot, lambda: viewer.said == said)
        assert viewer.clipboard == copied


@pytest.mark.parametrize(
    ("variable", "name", "words"),
    [
        ("TMUX", "tmux", "load-buffer -w -"),
        ("WAYLAND_DISPLAY", "wl-copy", ""),
        ("DISPLAY", "xclip", "-selection clipboard"),
    ],
)
async def test_copied_is_said_once_a_clipboard_program_took_the_text(
    variable: str, name: str, words: str, inbox: Inbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = program(name, '{ echo "$@"; cat; } > $out')
    monkeypatch.setenv(variable, "x")
    deliver(inbox, code_mail("012345"))
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        await pilot.press("c")
        await until(pilot, lambda: viewer.said == "Copied 012345.")
        assert taken.read_text() == f"{words}\n012345"
        assert viewer.clipboard == ""


@pytest.mark.parametrize("does", ["exit 1", "exec sleep 60"])
async def test_a_clipboard_that_fails_or_hangs_holds_nothing_up(
    does: str, inbox: Inbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("tmux", does)
    monkeypatch.setenv("TMUX", "x")
    deliver(inbox, code_mail("012345"))
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        await pilot.press("c")
        deliver(inbox, code_mail("482913"))
        await seen(pilot, "code 482913")
        await until(pilot, lambda: viewer.said == "Sent 012345 to your terminal's clipboard.")


async def test_a_missing_code_link_or_page_is_mentioned(inbox: Inbox) -> None:
    deliver(inbox, mail())
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        for key, said in (("c", "No code"), ("l", "No link to copy"), ("o", "No link to open")):
            await pilot.press(key)
            assert viewer.said.startswith(said)
        await pilot.press("2", "o")
        assert viewer.said == "This email has no HTML."


async def test_in_links_the_chosen_one_is_copied_and_opened(
    inbox: Inbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = program("browser", 'echo "$1" > $out')
    monkeypatch.setenv("BROWSER", str(opened.with_suffix("")))
    deliver(inbox, mail("https://shop.example/a and https://shop.example/b"))
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        await pilot.press("7", "tab", "down", "l")
        await until(pilot, lambda: viewer.clipboard == "https://shop.example/b")
        await pilot.press("o")
        await until(pilot, lambda: viewer.said == "Opened https://shop.example/b in your browser.")
        await until(pilot, lambda: opened.exists() and opened.read_text() == "https://shop.example/b\n")


async def test_the_html_opens_from_a_private_file_without_scripts_that_is_deleted_at_the_end(
    inbox: Inbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = program("browser", 'echo "$1" > $out')
    monkeypatch.setenv("BROWSER", str(opened.with_suffix("")))
    deliver(inbox, mail("", html="<p>Grüße"))
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        await pilot.press("2", "o")
        await until(pilot, lambda: viewer.said == "Opened the HTML in your browser.")
        page = Path(opened.read_text().strip().removeprefix("file://"))
        with open(page, encoding="utf-8") as file:  # noqa: ASYNC230
            written = file.read()
        assert "<p>Grüße" in written
        assert "script-src 'none'" in written
        assert stat.S_IMODE(os.stat(page.parent).st_mode) == 0o700
    assert not page.parent.exists()
