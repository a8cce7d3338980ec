"""Simulated faults: what was asked for happens, and nothing else."""

import asyncio

import pytest

from devmail.smtp.faults import ActiveFaults, AddressFault, Faults, NoSuchFault, fault_of
from devmail.smtp.settings import Settings
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from tests.devmail.raw_client import DATA, HELO, serving, talking

MAIL = b"MAIL FROM:<a@example.com>\r\n"
TAKEN = ["250", "250", "354", "250"]


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("fail+451@example.com", AddressFault(code=451)),
        ("fail+550@localhost", AddressFault(code=550)),
        ("slow+5@example.com", AddressFault(delay=5)),
        ("drop@example.com", AddressFault(drop=True)),
        ("drop+data@example.com", AddressFault(drop_in_data=True)),
        ("FAIL+451@Example.com", AddressFault(code=451)),
        ("Slow+005@example.com", AddressFault(delay=5)),
        ("Drop+Data@example.com", AddressFault(drop_in_data=True)),
        ("DROP@example.com", AddressFault(drop=True)),
        ("fail@example.com", None),
        ("my.fail+451@example.com", None),
        ("slow@example.com", None),
        ("droppings@example.com", None),
        ("ada@drop.example", None),
    ],
)
def test_an_address_may_ask_for_a_fault(address: str, fault: AddressFault | None) -> None:
    assert fault_of(address) == fault


@pytest.mark.parametrize(
    "name",
    ["fail+250", "FAIL+45", "fail+4511", "fail+", "slow+", "slow+1000", "slow+٣", "drop+x", "fail+451+x"],
)
def test_an_unknown_fault_is_rejected_with_a_list_of_the_known_ones(name: str) -> None:
    with pytest.raises(NoSuchFault) as refusal:
        fault_of(f"{name}@example.com")
    assert str(refusal.value) == (
        f"553 5.1.3 {name}@example.com is an unknown fault: "
        "use fail+400 to fail+599, slow+0 to slow+999, drop, or drop+data"
    )


async def test_a_rejected_recipient_does_not_affect_the_others(sink: Sink, inbox: Inbox) -> None:
    async with talking(sink) as client:
        await client.ask(HELO)
        await client.ask(MAIL)
        for code in ("451", "550"):
            answer = await client.ask(f"RCPT TO:<fail+{code}@example.com>\r\n".encode())
            assert answer == f"{code} requested by fail+{code}@example.com (simulated fault)\r\n"
        assert (await client.ask(b"RCPT TO:<fail+250@example.com>\r\n")).startswith("553 5.1.3 fail+250@")
        assert (await client.ask(b"RCPT TO:<>\r\n")).startswith("501 5.1.3 A recipient needs an address")
        await client.say(b"RCPT TO:<b@example.com>\r\nDATA\r\nhi\r\n.\r\n")
        assert await client.codes(3) == ["250", "354", "250"]
    assert [mail.recipients for mail in inbox.newest()] == [("b@example.com",)]


async def test_a_421_ends_the_connection(sink: Sink) -> None:
    async with talking(sink) as client:
        await client.ask(HELO)
        await client.ask(MAIL)
        assert (await client.ask(b"RCPT TO:<fail+421@example.com>\r\n"))[:3] == "421"
        assert await client.is_over()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that clients were made to wait, without the waiting."""
    waits: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    monkeypatch.setattr("devmail.smtp.handler.asyncio.sleep", note)
    return waits


@pytest.mark.parametrize("said", [b"RCPT TO:<drop@example.com>\r\n", b"RCPT TO:<drop+data@example.com>\r\n"])
async def test_an_address_can_drop_the_connection(said: bytes, sink: Sink, inbox: Inbox) -> None:
    async with talking(sink) as client:
        await client.ask(HELO)
        await client.ask(MAIL)
        if b"data" in said:
            assert (await client.ask(said))[:3] == "250"
            assert (await client.ask(b"DATA\r\n"))[:3] == "354"
            await client.say(b"the first half,\r\n")
        else:
            await client.say(said)
        assert await client.is_over()
    async with talking(sink) as client:  # the next is served as ever
        await client.say(HELO + DATA + b"hi\r\n.\r\n")
        assert await client.codes(5) == ["250", *TAKEN]
    assert inbox.count() == 1


async def test_the_first_mails_are_rejected_and_later_ones_accepted(inbox: Inbox) -> None:
    async with (
        serving(Sink(inbox, settings=Settings(faults=Faults(first=2)))) as sink,
        talking(sink) as client,
    ):
        await client.ask(HELO)
        for code, line in (
            ("451", "Simulating faults: rejecting the next email (451)."),
            ("451", ""),
            ("250", ""),
            ("250", ""),
        ):
            await client.say(DATA + b"hi\r\n.\r\n")
            assert await client.codes(4) == ["250", "250", "354", code]
            assert sink.faults.describe() == line
    assert inbox.count() == 2


async def test_too_many_mails_a_minute_get_421_and_a_closed_connection(inbox: Inbox) -> None:
    async with serving(Sink(inbox, settings=Settings(faults=Faults(a_minute=2)))) as sink:
        async with talking(sink) as client:
            await client.say(HELO + (DATA + b"hi\r\n.\r\n") * 2 + MAIL)
            assert await client.codes(10) == ["250", *TAKEN, *TAKEN, "421"]
            assert await client.is_over()
        sink.faults = Faults()
        async with talking(sink) as client:
            await client.say(HELO + (DATA + b"hi\r\n.\r\n") * 3)
            assert await client.codes(13) == ["250", *TAKEN * 3]
    assert inbox.count() == 5


def test_mails_are_accepted_again_after_a_minute() -> None:
    now = [0.0]
    faults = ActiveFaults(Faults(a_minute=2), lambda: now[0])
    told = []
    for now[0] in (0, 30, 59, 60, 61, 90, 90):
        told.append(faults.begin_mail()[:3])
    assert told == ["", "", "421", "", "421", "", "421"]


async def test_an_address_and_a_mail_can_be_delayed(inbox: Inbox, waits: list[float]) -> None:
    inbox.subscribe(lambda mails: waits.append(-1))
    settings = Settings(faults=Faults(delay=300))
    async with serving(Sink(inbox, settings=settings)) as sink, talking(sink) as client:
        await client.say(HELO + MAIL + b"RCPT TO:<slow+500@example.com>\r\nDATA\r\nhi\r\n.\r\n")
        assert await client.codes(5) == ["250", *TAKEN]
    assert [seconds for seconds in waits if seconds] == [500, 300, -1]


async def test_every_connection_can_be_dropped_in_mid_mail(inbox: Inbox) -> None:
    async with serving(Sink(inbox)) as sink:
        sink.faults = Faults(drop=True)
        async with talking(sink) as client:
            await client.say(HELO + DATA)
            assert await client.codes(4) == ["250", "250", "250", "354"]
            await client.say(b"hi\r\n.\r\n")
            assert await client.is_over()
    assert inbox.count() == 0


def test_one_line_lists_the_faults_that_are_on() -> None:
    assert Faults().describe() == ""
    assert Faults(3, 1, 2.5, drop=True, no_login=True).describe() == (
        "Simulating faults: rejecting the next 3 emails (451); allowing 1 email per minute; "
        "delaying each email 2.5 s; dropping connections mid-email; rejecting every login."
    )
