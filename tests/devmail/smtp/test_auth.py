"""Anybody can log in, unless a user is required; secrets are kept nowhere."""

import hmac
from base64 import b64decode, b64encode

import pytest

from devmail.smtp.faults import Faults
from devmail.smtp.settings import Login, Settings
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from tests.devmail.raw_client import DATA, HELO, RawClient, serving, talking

SECRET = "a very secret word"
ADA = Settings(login=Login("ada", SECRET))


def _plain(user: str, password: str) -> bytes:
    return b64encode(f"\0{user}\0{password}".encode())


async def _by_plain(client: RawClient, user: str, password: str) -> str:
    return await client.ask(b"AUTH PLAIN " + _plain(user, password) + b"\r\n")


async def _by_plain_later(client: RawClient, user: str, password: str) -> str:
    assert await client.ask(b"auth plain\r\n") == "334 \r\n"
    return await client.ask(_plain(user, password) + b"\r\n")


async def _by_login(client: RawClient, user: str, password: str) -> str:
    assert await client.ask(b"AUTH LOGIN\r\n") == "334 VXNlcm5hbWU6\r\n"
    assert await client.ask(b64encode(user.encode()) + b"\r\n") == "334 UGFzc3dvcmQ6\r\n"
    return await client.ask(b64encode(password.encode()) + b"\r\n")


async def _by_login_with_the_user(client: RawClient, user: str, password: str) -> str:
    assert (await client.ask(b"AUTH LOGIN " + b64encode(user.encode()) + b"\r\n"))[:3] == "334"
    return await client.ask(b64encode(password.encode()) + b"\r\n")


async def _by_digest(client: RawClient, user: str, password: str) -> str:
    asked = b64decode((await client.ask(b"AUTH CRAM-MD5\r\n")).removeprefix("334 "))
    digest = hmac.new(password.encode(), asked, "md5").hexdigest()
    return await client.ask(b64encode(f"{user} {digest}".encode()) + b"\r\n")


WAYS = pytest.mark.parametrize(
    "way", [_by_plain, _by_plain_later, _by_login, _by_login_with_the_user, _by_digest]
)


@WAYS
@pytest.mark.parametrize(
    ("terms", "user", "password", "code"),
    [
        (Settings(), "anybody", "anything", "235"),
        (ADA, "ada", SECRET, "235"),
        (ADA, "ada", "wrong", "535"),
        (ADA, "bob", SECRET, "535"),
        (Settings(faults=Faults(no_login=True)), "anybody", "anything", "535"),
    ],
)
async def test_a_login_is_accepted_or_rejected(
    way: object,
    terms: Settings,
    user: str,
    password: str,
    code: str,
    inbox: Inbox,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert callable(way)
    async with serving(Sink(inbox, settings=terms)) as sink, talking(sink) as client:
        await client.ask(HELO)
        assert (await way(client, user, password))[:3] == code
        await client.say(DATA + b"hi\r\n.\r\n")
        may = code == "235" or terms.login is None
        assert (await client.codes(3))[0] == ("250" if may else "530")
    assert capfd.readouterr() == ("", "")


@WAYS
async def test_no_password_is_kept_or_shown(way: object, inbox: Inbox) -> None:
    assert callable(way)
    async with serving(Sink(inbox, settings=ADA)) as sink, talking(sink) as client:
        await client.ask(HELO)
        await way(client, "ada", "wrong " + SECRET)
        await way(client, "ada", SECRET)
        await client.say(DATA + b"hi\r\n.\r\n")
        assert await client.codes(4) == ["250", "250", "354", "250"]
    said = inbox.conversation(1) + repr(ADA)
    assert SECRET not in said
    for secret in (SECRET, "wrong"):
        for hidden in (b64encode(secret.encode()), _plain("ada", secret)):
            assert hidden.decode().rstrip("=")[:8] not in said
    assert "***" in said or "C: (response hidden)" in said
    assert "S: 235 " in said


async def test_a_secret_sent_as_a_command_is_not_kept(sink: Sink, inbox: Inbox) -> None:
    async with talking(sink) as client:
        await client.ask(HELO)
        await client.say(b"AUTH LOGIN\r\nnot base64!\r\n" + b64encode(SECRET.encode()) + b"\r\n")
        assert await client.codes(3) == ["334", "501", "500"]
        await client.say(DATA + b"hi\r\n.\r\n")
        assert await client.codes(4) == ["250", "250", "354", "250"]
    assert b64encode(SECRET.encode()).decode().lower() not in inbox.conversation(1).lower()
    assert "not base64" not in inbox.conversation(1)
    assert "C: (not a command)" in inbox.conversation(1)


@pytest.mark.parametrize(
    ("terms", "code"), [(Settings(), "235"), (ADA, "504"), (Settings(faults=Faults(no_login=True)), "535")]
)
async def test_any_token_logs_in_unless_a_user_is_required(terms: Settings, code: str, inbox: Inbox) -> None:
    token = b64encode(f"user=ada\1auth=Bearer {SECRET}\1\1".encode())
    async with serving(Sink(inbox, settings=terms)) as sink:
        async with talking(sink) as client:
            assert ("XOAUTH2" in await client.ask(HELO)) == (code != "504")
            assert (await client.ask(b"AUTH XOAUTH2 " + token + b"\r\n"))[:3] == code
        async with talking(sink) as client:
            await client.ask(HELO)
            if code != "504":
                assert await client.ask(b"AUTH XOAUTH2\r\n") == "334 \r\n"
                assert (await client.ask(token + b"\r\n"))[:3] == code


async def test_a_login_can_be_cancelled(sink: Sink) -> None:
    async with talking(sink) as client:
        await client.ask(HELO)
        await client.ask(b"AUTH LOGIN\r\n")
        assert (await client.ask(b"*\r\n"))[:3] == "501"
        assert (await _by_login(client, "a", "b"))[:3] == "235"
