"""However a session ends, it ends alone: nothing is left open, and the others go on."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import fields, replace
from pathlib import Path

import pytest

from kstore_tui.accounts.login import Login
from kstore_tui.core.results import CodeSent, LoggedIn
from kstore_tui.database.models import Challenge, Session
from kstore_tui.store import Store
from screens.serving.limits import Limits
from screens.serving.server import SshServer
from screens.serving.session import NOT_LOGGED_IN, SHUTTING_DOWN, STARTS_AT_ONCE, ServedApp
from screens.terminal.cells import Cells
from tests.journeys.ssh_client import SshClient, connected
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import ADDRESS, PASSWORD, two_step_on
from tests.screens.serving.served import LOGIN, log_in, on_narrow_line, serving, without_session


async def until(so: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not so():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)


async def open_sessions(store: Store) -> int:
    return await store.transactions.run(lambda: Session.select().where(Session.ended_at.is_null()).count())


async def enter_the_password(client: SshClient) -> None:
    await client.wait_for(LOGIN)
    client.type(f"{ADDRESS}\r{PASSWORD}\r")


async def wait_for_the_code(client: SshClient) -> None:
    await enter_the_password(client)
    await client.wait_for("Valid for 10 minutes")


async def nothing(client: SshClient) -> None:
    await asyncio.sleep(0)


@pytest.mark.parametrize("moment", [nothing, enter_the_password, log_in])
@pytest.mark.parametrize("how", [SshClient.hang_up, SshClient.close_input])
async def test_a_hang_up_ends_the_session_at_once(
    one_account: Store,
    log_folder: Path,
    moment: Callable[[SshClient], Awaitable[None]],
    how: Callable[[SshClient], None],
) -> None:
    async with serving(one_account, log_folder) as server:
        async with connected(server.port) as client:
            await moment(client)
            how(client)
            await until(lambda: not server.sessions and server.sessions_begun)
        assert await open_sessions(one_account) == 0
        assert server.faults == 0


async def test_a_hang_up_gives_up_the_login_that_waits_for_its_code(
    store: Store, mailbox: Mailbox, log_folder: Path
) -> None:
    await store.sessions.log_out((await two_step_on(store, mailbox)).session_id)
    async with serving(store, log_folder) as server:
        async with connected(server.port) as client:
            await wait_for_the_code(client)
            client.hang_up()
            await until(lambda: not server.sessions)
        (challenge,) = await store.transactions.run(
            lambda: list(Challenge.select().where(Challenge.purpose == "log in"))
        )
        assert challenge.ended_at is not None


class _FaultyLogin(Login):
    async def log_in(self, address: str, password: str, origin: str) -> LoggedIn | CodeSent:
        if address == ADDRESS:
            return await super().log_in(address, password, origin)
        raise RuntimeError(password)


async def test_a_fault_ends_its_own_session_with_a_reference(one_account: Store, log_folder: Path) -> None:
    login = _FaultyLogin(**{each.name: getattr(one_account.login, each.name) for each in fields(Login)})
    async with (
        serving(replace(one_account, login=login), log_folder) as server,
        connected(server.port) as other,
        connected(server.port) as unlucky,
    ):
        await log_in(other)
        await unlucky.wait_for(LOGIN)
        unlucky.type("ken@example.com\rsome secret\r")
        assert await unlucky.wait_end() == 1
        assert "Something went wrong and you have been logged out. Tell the operator" in unlucky.display.text
        assert not unlucky.display.modes_changed
        log = log_folder / "errors.log"
        assert str(log) not in unlucky.display.text
        other.type("\t\r")
        await other.wait_for("Register administrators")
        assert (server.faults, len(server.sessions)) == (1, 1)
    assert "RuntimeError" in log.read_text()
    assert "some secret" not in log.read_text()


async def test_a_fault_of_drawing_ends_its_session(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await client.wait_for(LOGIN)
        monkeypatch.setattr(Cells, "changes", None)
        client.type("x")
        assert await client.wait_end() == 1
        assert "Something went wrong" in client.display.text


async def test_a_client_that_leaves_before_its_turn_gets_no_app(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ServedApp, "__init__", None)
    async with serving(one_account, log_folder) as server:
        async with AsyncExitStack() as waiting:
            for _ in range(STARTS_AT_ONCE):
                await waiting.enter_async_context(server.shared.starts.turn("other"))
            async with connected(server.port) as client:
                await until(lambda: server.sessions)
                client.hang_up()
                (session,) = server.sessions
                await until(lambda: not session.channel.is_open)
        await until(lambda: not server.sessions)
        assert server.faults == 0


async def test_who_asks_for_no_session_is_disconnected(one_account: Store, log_folder: Path) -> None:
    limits = Limits(seconds_to_session=0.3)
    async with (
        serving(one_account, log_folder, limits) as server,
        without_session(server.port) as connection,
        asyncio.timeout(20),
    ):
        await connection.wait_closed()


async def test_who_sends_no_key_exchange_is_disconnected(one_account: Store, log_folder: Path) -> None:
    async with serving(one_account, log_folder, Limits(seconds_to_session=0.3)) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        async with asyncio.timeout(20):
            assert (await reader.read()).startswith(b"SSH-2.0-")
        writer.close()


async def test_who_does_not_log_in_is_disconnected(one_account: Store, log_folder: Path) -> None:
    limits = Limits(seconds_to_log_in=0.5)
    async with serving(one_account, log_folder, limits) as server, connected(server.port) as client:
        assert await client.wait_end() == 0
        assert NOT_LOGGED_IN in client.display.text


async def type_to_the_end(client: SshClient, keys: str) -> None:
    async with asyncio.timeout(20):
        while not client.is_over:
            with suppress(OSError):  # closed just now
                client.type(keys)
            await asyncio.sleep(0.05)


async def test_what_a_terminal_answers_by_itself_is_no_key(one_account: Store, log_folder: Path) -> None:
    limits = Limits(seconds_to_log_in=0.5)
    async with serving(one_account, log_folder, limits) as server, connected(server.port) as client:
        await type_to_the_end(client, "\x1b[0n\x1b[I\x1b[<35;1;1M")
        assert NOT_LOGGED_IN in client.display.text


async def test_who_types_but_never_logs_in_is_disconnected_in_the_end(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.serving.session._LONGEST_LOGIN", 0.5)
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await type_to_the_end(client, "x")
        assert NOT_LOGGED_IN in client.display.text


async def test_who_is_logged_in_or_waits_for_a_code_stays(
    store: Store, mailbox: Mailbox, log_folder: Path
) -> None:
    await two_step_on(store, mailbox)
    async with serving(store, log_folder) as server, connected(server.port) as first:
        await wait_for_the_code(first)
        first.type(f"{mailbox.newest_code}\r")
        await first.wait_for("Welcome.")
        async with connected(server.port) as second, connected(server.port) as third:
            await wait_for_the_code(second)
            await third.wait_for(LOGIN)
            pass_without_a_key(server, minutes=5)
            assert await third.wait_end() == 0
            second.type("12")
            await second.wait_for("12 ")
            pass_without_a_key(server, minutes=14)
            second.type("34")
            await second.wait_for("1234")
            pass_without_a_key(server, minutes=16)
            assert await second.wait_end() == 0
        first.type("\x1b[21~")
        await first.wait_for("Log out")


def pass_without_a_key(server: SshServer, minutes: int) -> None:
    for session in tuple(server.sessions):
        session.channel.last_typed -= minutes * 60
        session._watch_for_login()


async def test_a_stop_tells_everyone(one_account: Store, log_folder: Path) -> None:
    async with (
        serving(one_account, log_folder) as server,
        connected(server.port) as logged_in,
        connected(server.port) as other,
    ):
        await log_in(logged_in)
        await other.wait_for(LOGIN)
        async with without_session(server.port) as connection:
            await server.stop()
            await connection.wait_closed()
        for client in (logged_in, other):
            assert await client.wait_end() == 143
            assert client.display.text.strip() == SHUTTING_DOWN
            assert not client.display.modes_changed
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", server.port)
    assert await open_sessions(one_account) == 0


class _SlowLogin(Login):
    may_go_on: asyncio.Event

    async def log_in(self, address: str, password: str, origin: str) -> LoggedIn | CodeSent:
        await self.may_go_on.wait()
        return await super().log_in(address, password, origin)


async def test_a_stop_waits_for_what_someone_has_begun(one_account: Store, log_folder: Path) -> None:
    login = _SlowLogin(**{each.name: getattr(one_account.login, each.name) for each in fields(Login)})
    login.may_go_on = asyncio.Event()
    async with (
        serving(replace(one_account, login=login), log_folder) as server,
        connected(server.port) as busy,
        connected(server.port) as idle,
    ):
        await idle.wait_for(LOGIN)
        await enter_the_password(busy)
        await busy.wait_for("Checking…")
        stopping = asyncio.create_task(server.stop())
        assert await idle.wait_end() == 143
        assert not busy.is_over
        login.may_go_on.set()
        assert await busy.wait_end() == 143
        await stopping
        assert server.logins == 1
    assert await open_sessions(one_account) == 0


async def test_a_stop_waits_no_longer_than_it_may(one_account: Store, log_folder: Path) -> None:
    login = _SlowLogin(**{each.name: getattr(one_account.login, each.name) for each in fields(Login)})
    login.may_go_on = asyncio.Event()
    async with (
        serving(replace(one_account, login=login), log_folder) as server,
        connected(server.port) as busy,
    ):
        await enter_the_password(busy)
        await busy.wait_for("Checking…")
        await server.stop(patience=4)
        assert await busy.wait_end() == 143


async def test_a_stop_cuts_off_a_client_that_takes_nothing(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.serving.server._SECONDS_TO_CLOSE", 1000)
    async with serving(one_account, log_folder) as server, on_narrow_line(server) as client:
        await log_in(client)
        client.stop_reading()
        for width in range(80, 100):
            client.resize(width, 24)
        async with asyncio.timeout(20):
            await server.stop(patience=1)
    assert await open_sessions(one_account) == 0


async def test_two_apps_start_at_a_time(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starting: list[int] = []
    may_go_on = asyncio.Event()

    async def is_first_run() -> bool:
        starting.append(1)
        await may_go_on.wait()
        return False

    monkeypatch.setattr(one_account.registration, "is_first_run", is_first_run)
    async with serving(one_account, log_folder) as server, AsyncExitStack() as clients:
        all_clients = [await clients.enter_async_context(connected(server.port)) for _ in range(4)]
        await until(lambda: len(server.sessions) == 4 and len(starting) == 2)
        may_go_on.set()
        for client in all_clients:
            await client.wait_for(LOGIN)
        assert len(starting) == 4
