"""SMTP as clients speak it, well-meaning or not."""

import asyncio
from itertools import pairwise
from random import Random

import pytest

from devmail.smtp.settings import Settings
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from tests.devmail.raw_client import DATA, HELO, serving, talking


async def test_ehlo_and_help_list_what_is_supported(sink: Sink) -> None:
    async with talking(sink) as client:
        offers = await client.ask(b"EHLO a\r\n")
        commands = await client.ask(b"HELP\r\n")
    assert [line[4:] for line in offers.split("\r\n")] == [
        "localhost",
        "PIPELINING",
        "SIZE 33554432",
        "8BITMIME",
        "SMTPUTF8",
        "AUTH CRAM-MD5 LOGIN PLAIN XOAUTH2",
        "HELP",
        "",
    ]
    assert commands == "250 Supported commands: AUTH DATA EHLO HELO HELP MAIL NOOP QUIT RCPT RSET VRFY\r\n"


async def test_a_client_that_closes_its_side_still_gets_its_answers(sink: Sink, inbox: Inbox) -> None:
    async with talking(sink) as client:
        await client.say(HELO + DATA + b"hi\r\n.\r\n")
        client.end()
        assert await client.codes(5) == ["250", "250", "250", "354", "250"]
        assert await client.is_over()
    assert inbox.count() == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"MAIL FROM:<\r\n", "553"),
        (b"MAIL FROM:<a@\r\n", "553"),
        (b"MAIL\r\n", "501"),
        (b"MAIL FROM:<a@example.com> NOTHING=1\r\n", "555"),
        *(
            (f"MAIL FROM:<a@example.com> SIZE={n}\r\n".encode(), "501")
            for n in ("²", "-1", "9" * 500, "x", "")
        ),
        (b"MAIL FROM:<a@example.com> SIZE=12 BODY=8BITMIME AUTH=<>\r\n", "250"),
        (b"RCPT TO:<b@example.com>\r\n", "503"),
        (b"DATA\r\n", "503"),
        (b'MAIL FROM:<"a b"@example.com>\r\n', "250"),
        (b"mail from: a@example.com\r\n", "250"),
        (b"MAIL FROM:<>\r\n", "250"),
        (b"\r\n", "500"),
        (b"\xff\xfe\r\n", "500"),
        (b"HELP\n", "250"),
        (b"VRFY a\rb\xff@example.com\r\n", "252"),
        (b"VRFY <a@\r\n", "553"),
        (b"MAIL FROM:<" + b"(" * 2000 + b"\r\n", "553"),
        (b"NOOP " + b"x" * 20_000 + b"\r\n", "500"),
        (b"NOOP " + b"x" * 500_000 + b"\r\n", "500"),
    ],
)
async def test_every_command_is_answered(
    said: bytes, code: str, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(sink) as client:
        await client.ask(HELO)
        assert (await client.ask(said))[:3] == code
        assert (await client.ask(b"NOOP\r\n"))[:3] == "250"
    assert caplog.records == []


async def test_a_web_page_cannot_send_mail(sink: Sink, inbox: Inbox) -> None:
    page = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + HELO + DATA + b"from a page\r\n.\r\n"
    async with talking(sink) as client:
        assert (await client.ask(page))[:3] == "421"
        assert await client.is_over()
    assert inbox.count() == 0


async def test_unknown_commands_are_not_echoed_and_end_the_connection(sink: Sink) -> None:
    async with talking(sink) as client:
        await client.say(b"c2VjcmV0\r\n" * 9)
        answers = [await client.answer() for _ in range(5)]
        assert [answer[:3] for answer in answers] == ["500"] * 4 + ["502"]
        assert "c2vjcmv0" not in "".join(answers).lower()
        assert await client.is_over()


@pytest.mark.slow
async def test_a_client_that_reads_no_answers_is_not_read_from(sink: Sink) -> None:
    async with talking(sink) as client:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                for _ in range(1000):
                    await client.say(HELO * 10_000)
        client.go_away()


SMUGGLING = [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\n\n.\r\n", b"\r\r\n.\r\n"]


@pytest.mark.parametrize("smuggling", SMUGGLING)
async def test_no_mail_hides_in_another(smuggling: bytes, sink: Sink, inbox: Inbox) -> None:
    hidden = b"MAIL FROM:<admin@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nhidden\r\n.\r\n"
    async with talking(sink) as client:
        await client.say(HELO + DATA + b"hi" + smuggling)
        if not smuggling.endswith(b"\r\n.\r\n"):
            await client.say(hidden)
        assert await client.codes(4) == ["250", "250", "250", "354"]
        assert (await client.answer()).startswith("554 5.6.0 Line ")
        assert (await client.ask(b"NOOP\r\n"))[:3] == "250"
    assert inbox.count() == 0


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"one\r\ntwo\nthree\r\n", "Line 2 has a bare LF"),
        (b"\none\r\n", "Line 1 has a bare LF"),
        (b"one\r\n\r\nthree\rstill three\r\n", "Line 3 has a bare CR"),
        (b"one\r\r\n", "Line 1 has a bare CR"),
    ],
)
async def test_a_bare_line_end_is_named_with_its_line(data: bytes, where: str, sink: Sink) -> None:
    async with talking(sink) as client:
        await client.say(HELO + DATA + data + b".\r\n")
        await client.codes(4)
        assert await client.answer() == f"554 5.6.0 {where}; lines must end with CRLF\r\n"


async def test_a_client_that_ends_its_mail_with_bare_line_ends_is_disconnected(
    sink: Sink, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devmail.smtp.connection._SILENCE", 0.01)
    async with talking(sink) as client:
        await client.say(HELO + DATA + b"hi\n.\n")
        await client.codes(4)
        assert (await client.answer()).startswith("554 5.6.0 Line 1 has a bare LF")
        assert await client.is_over()  # what would come now may be the rest of the mail
    assert inbox.count() == 0


async def test_a_client_may_be_slow_in_the_middle_of_a_mail(
    sink: Sink, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devmail.smtp.connection._SILENCE", 0.001)
    async with talking(sink) as client:
        for said in (HELO + DATA, b"one\r", b"\ntwo\r\n", b".", b"\r\n"):
            await client.say(said)
            await asyncio.sleep(0.01)
        assert await client.codes(5) == ["250", "250", "250", "354", "250"]
    assert inbox.raw(1) == b"one\r\ntwo\r\n"


async def test_mails_arrive_unchanged_in_whatever_pieces(sink: Sink, inbox: Inbox) -> None:
    random = Random(7)  # noqa: S311
    async with talking(sink) as client:
        await client.ask(HELO)
        for number in range(1, 60):
            lines = [random.choice([b"", b".", b"..", b".x", b"x.", b"\xff\0", b"x" * 100]) for _ in range(9)]
            stuffed = b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)
            said = DATA + stuffed + b".\r\n"
            cuts = sorted(random.choices(range(len(said)), k=random.randrange(6)))
            for first, last in pairwise((0, *cuts, len(said))):
                await client.say(said[first:last])
                await asyncio.sleep(0)
            assert await client.codes(4) == ["250", "250", "354", "250"]
            assert inbox.raw(number) == b"".join(line + b"\r\n" for line in lines)


async def test_a_mail_of_30_mb_on_one_line_is_accepted(sink: Sink, inbox: Inbox) -> None:
    raw = b"Subject: large\r\n\r\n" + b"x" * 30_000_000 + b"\r\n"
    async with talking(sink) as client:
        await client.say(HELO + DATA + raw + b".\r\n")
        assert await client.codes(5) == ["250", "250", "250", "354", "250"]
    assert inbox.newest()[0].size == len(raw)


async def test_a_mail_over_the_size_limit_is_rejected_before_or_after_it_is_sent(inbox: Inbox) -> None:
    async with serving(Sink(inbox, settings=Settings(largest=100))) as sink, talking(sink) as client:
        assert "SIZE 100\r\n" in await client.ask(HELO)
        assert (await client.ask(b"MAIL FROM:<a@example.com> SIZE=101\r\n"))[:3] == "552"
        for size, code in ((99, "552"), (98, "250"), (100_000, "552")):
            await client.say(DATA + b"x" * size + b"\r\n.\r\n")
            assert await client.codes(4) == ["250", "250", "354", code]
    assert [mail.size for mail in inbox.newest()] == [100]


async def test_the_session_is_kept_with_the_mail(sink: Sink, inbox: Inbox) -> None:
    async with talking(sink) as client:
        await client.say(b"HELO a\r\n")
        for text in (b"one", b"two"):
            await client.say(DATA + text + b"\r\n.\r\n")
        await client.codes(9)
    assert inbox.conversation(inbox.newest()[0].id).split("\n") == [
        "S: 220 localhost devmail",
        "C: HELO a",
        "S: 250 localhost",
        "C: MAIL FROM:<a@example.com>",
        "S: 250 OK",
        "C: RCPT TO:<b@example.com>",
        "S: 250 OK",
        "C: DATA",
        "S: 354 End data with <CR><LF>.<CR><LF>",
        "C: (email, 5 bytes)",
        "S: 250 Kept as 2",
    ]


async def test_silence_ends_a_connection(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devmail.smtp.sink._IDLE", 0.05)
    async with serving(Sink(inbox)) as sink, talking(sink) as client:
        assert (await client.ask(b"NOOP\r\n"))[:3] == "250"
        assert await client.is_over()
