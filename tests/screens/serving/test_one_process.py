"""What Textual does once for a process, in one that shows many apps."""

import asyncio
import gc
import signal
import sys
import weakref
from pathlib import Path
from typing import Any

import pytest
import textual.css.stylesheet
from textual.app import App

from kstore_tui.store import Store
from screens.app import KstoreApp
from screens.serving.server import SshServer
from tests.journeys.ssh_client import SshClient, connected
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN
from tests.screens.serving.served import LOGIN, log_in, serving
from tests.screens.serving.test_ends import type_to_the_end, until


async def one_session(server: SshServer) -> None:
    async with connected(server.port) as client:
        await client.wait_for(LOGIN)
        client.type("\x11")
        await client.wait_end()


async def test_sessions_that_overlap_leave_stdout_and_stderr_alone(
    one_account: Store, log_folder: Path
) -> None:
    streams = sys.stdout, sys.stderr
    async with serving(one_account, log_folder) as server, connected(server.port) as first:
        await first.wait_for(LOGIN)
        async with connected(server.port) as second:
            await second.wait_for(LOGIN)
            assert (sys.stdout, sys.stderr) == streams
            first.type("\x11")
            await first.wait_end()
        await until(lambda: not server.sessions)
        assert (sys.stdout, sys.stderr) == streams


async def test_a_session_sets_no_signal_handler(one_account: Store, log_folder: Path) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        before = {number: signal.getsignal(number) for number in signal.valid_signals()}
        await client.wait_for(LOGIN)
        assert {number: signal.getsignal(number) for number in signal.valid_signals()} == before


async def test_style_sheets_are_parsed_for_the_first_session_only(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    parse = textual.css.stylesheet.parse  # type: ignore[attr-defined]

    def counted(scope: str, css: str, *args: Any, **kwargs: Any) -> Any:
        parsed.append(css)
        return parse(scope, css, *args, **kwargs)

    monkeypatch.setattr(textual.css.stylesheet, "parse", counted)
    async with serving(one_account, log_folder) as server:
        await one_session(server)
        for_the_first = len(parsed)
        await one_session(server)
        assert not parsed[for_the_first:]
        assert parsed


async def test_appearance_is_changed_for_one_session(one_account: Store, log_folder: Path) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as one:
        await one.wait_for(LOGIN)
        dark = ground(one)
        async with connected(server.port) as other:
            await other.wait_for(LOGIN)
            other.type("\x10")
            await other.wait_for("Change appearance")
            other.type("appear")
            await other.wait_for("Switch between dark and light")
            other.type("\r")
            await until(lambda: LOGIN in other.display.text and ground(other) != dark)
        async with connected(server.port) as third:
            await third.wait_for(LOGIN)
            assert ground(third) == dark


def ground(client: SshClient) -> str:
    return str(client.display.picture()[2][2].bg)


async def test_nothing_is_left_of_a_session(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apps = weakref.WeakSet[App[Any]]()
    begin = KstoreApp.__init__

    def noted(self: KstoreApp, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        apps.add(self)

    monkeypatch.setattr(KstoreApp, "__init__", noted)
    async with serving(one_account, log_folder) as server:
        tasks = len(asyncio.all_tasks())
        gc.disable()  # the server collects by itself
        try:
            async with connected(server.port) as client:
                await log_in(client)
                assert apps
            for _ in range(4):
                await one_session(server)
            await until(lambda: not apps)
        finally:
            gc.enable()
        await until(lambda: len(asyncio.all_tasks()) == tasks)


async def test_what_is_left_of_sessions_is_freed_when_nobody_types(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: collected.append(1))
    monkeypatch.setattr("screens.serving.server._LAST_TIMERS", 0.0)
    monkeypatch.setattr("screens.serving.server._QUIET", 0.5)
    monkeypatch.setattr("screens.serving.server._MOST_UNFREED", 1)
    async with serving(one_account, log_folder) as server, connected(server.port) as other:
        await other.wait_for(LOGIN)
        typing = asyncio.create_task(type_to_the_end(other, "x"))
        for _ in range(2):
            await one_session(server)
        assert not collected
        await one_session(server)  # one too many
        await until(lambda: len(collected) == 1)
        await one_session(server)
        typing.cancel()
        await until(lambda: len(collected) == 2)


async def test_a_session_that_ends_stops_no_mail(
    one_account: Store, mailbox: Mailbox, log_folder: Path
) -> None:
    async with serving(one_account, log_folder) as server:
        await one_session(server)
        await one_account.password_reset.ask(ADDRESS, ORIGIN)
        await until(lambda: mailbox.codes)


async def test_a_fault_of_the_mail_worker_ends_no_session(
    one_account: Store, mailbox: Mailbox, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.serving.server._MAIL_WORKER_RESTS", 0.1)
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await client.wait_for(LOGIN)
        with monkeypatch.context() as broken:
            broken.setattr(one_account.outbox, "claim", None)
            await one_account.password_reset.ask(ADDRESS, ORIGIN)
            await until(lambda: server.faults)
        await until(lambda: mailbox.codes)
        await log_in(client)
