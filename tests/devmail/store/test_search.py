"""Searching finds each mail that has every word in its addresses, subject or text; anything can be typed."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devmail.mime.message import subject_and_text
from devmail.store.inbox import Inbox
from devmail.store.limits import Limits
from devmail.store.search import parse
from tests.devmail.mails import TickingClock, deliver, mail, signed_mail

TEXTS = {
    "sakura": "確認コードは 012345 です。第三者に教えないでください。",
    "muller": "Grüße aus Köln, Straße 5. ＡＢＣ ｶﾞｲﾄﾞ",
    "quotes": 'He said "AND NOT (x*)" - 50% off_now; C++',
    "html": "",
}


@pytest.fixture
def filled(inbox: Inbox) -> Inbox:
    for name, text in TEXTS.items():
        html = "" if text else "<p>Rendered <b>as text</b> &amp; found</p><style>hidden</style>"
        inbox.add(
            f"{name}@example.com",
            ["Ada.L@example.net", "bö@example.org"],
            mail(text, f"On {name}", html=html),
        )
    return inbox


FOUND = {
    "確認コード": ["sakura"],
    "認": ["sakura"],
    "コード 三者": ["sakura"],
    "012345": ["sakura"],
    "GRÜSSE": ["muller"],
    "gru\u0308ße köln": ["muller"],
    "abc": ["muller"],
    "ガイド": ["muller"],
    '"and not': ["quotes"],
    "(x*)": ["quotes"],
    "50% off_now": ["quotes"],
    "c++": ["quotes"],
    "- ;": ["quotes"],
    "as text found": ["html"],
    "hidden": [],
    "html@example.com on": ["html"],
    "ada.l@": list(TEXTS)[::-1],
    "bö@example.org sakura": ["sakura"],
    "sakura muller": [],
    "% _": ["quotes"],
    "   ": list(TEXTS)[::-1],
}


def test_a_mail_is_found_if_it_has_every_word(filled: Inbox) -> None:
    for typed, found in FOUND.items():
        assert [one.sender.removesuffix("@example.com") for one in filled.page(typed)] == found, typed
        assert filled.count(typed) == len(found)


def test_names_in_the_header_are_searched(filled: Inbox) -> None:
    found = deliver(filled, signed_mail())
    for typed in ("acmé", "noreply@", "lovelace", "builder", "help@acme"):
        assert filled.page(typed) == [found]


@given(typed=st.text() | st.text(alphabet='"*-^:(){}AND NEAR\0\ud800+,.~<>'))
def test_anything_can_be_typed(typed: str) -> None:
    inbox = Inbox(None)
    deliver(inbox, mail("Some words."))
    assert inbox.count(typed) == len(inbox.page(typed))
    inbox.close()


def test_a_very_long_search_works(filled: Inbox) -> None:
    assert filled.page(" ".join(f"word{number}" for number in range(5000))) == []
    assert filled.page(" ".join(chr(0x4E00 + number) for number in range(5000))) == []
    assert filled.page("x" * 100_000) == []
    assert filled.page("a " * 5000 + "köln") == filled.page("a köln")


def test_new_mails_are_found_and_deleted_ones_are_not(inbox: Inbox) -> None:
    first = deliver(inbox, mail("A needle."))
    assert inbox.page("needle") == [first]
    second = deliver(inbox, mail("Another needle."))
    assert inbox.page("needle") == [second, first]
    assert inbox.page("needle", limit=1) == [second]
    assert inbox.page("needle", before=second.id) == [first]
    inbox.delete([second.id])
    assert (inbox.page("needle"), inbox.count("needle")) == ([first], 1)
    inbox.clear()
    third = deliver(inbox, mail("The third needle."))
    assert (inbox.page("needle"), inbox.count("needle")) == ([third], 1)


def test_marks_can_be_searched_alone_and_with_words(inbox: Inbox) -> None:
    first, second, third = (deliver(inbox, mail("A needle.", subject)) for subject in "abc")
    inbox.mark(first.id, True)
    marked = replace(first, marked=True)
    assert inbox.page("is:marked") == inbox.page("needle IS:MARKED") == [marked]
    assert inbox.page("is:unmarked") == inbox.page("is:unmarked needle") == [third, second]
    assert inbox.page("is:unmarked", before=third.id, limit=5) == [second]
    assert (inbox.count("is:marked is:unmarked"), inbox.count("is:marked needle b")) == (0, 0)
    assert parse(" ".join(map(str, range(60))) + " is:unmarked").marks == [False]


def test_the_search_is_prepared_in_small_steps(inbox: Inbox) -> None:
    for _ in range(50):
        deliver(inbox, mail("A needle."))
    assert inbox.prepare_search(seconds=0)
    assert inbox.count("needle") == 50
    assert not inbox.prepare_search(seconds=0)


def test_texts_of_pruned_mails_are_forgotten(clock: TickingClock) -> None:
    inbox = Inbox(None, clock, Limits(mails=2))
    for _ in range(3):
        deliver(inbox, mail("A needle."))
        inbox.prepare_search()
    assert _texts(inbox) == [2, 3]
    inbox.mark(2, True)
    for _ in range(3):
        deliver(inbox, mail("A needle."))
        inbox.prepare_search()
    assert _texts(inbox) == [2, 5, 6]
    inbox.close()


def _texts(inbox: Inbox) -> list[int]:
    return [id for (id,) in inbox._database.connection.execute("SELECT rowid FROM temp.texts")]


def test_an_interrupted_search_can_be_repeated(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [deliver(inbox, mail("A needle.", str(number))) for number in range(25)]
    with monkeypatch.context() as patched:
        patched.setattr("devmail.mime.message.subject_and_text", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            inbox.page("needle")
    assert inbox.page("needle") == kept[::-1]


def _interrupted(raw: bytes) -> tuple[str, str]:
    """Read mails until Ctrl+C is pressed at the last of them."""
    if b"Subject: 24" in raw:
        raise KeyboardInterrupt
    return subject_and_text(raw)


def test_a_search_writes_nothing_to_the_inbox_file(tmp_path: Path) -> None:
    path = tmp_path / "inbox.sqlite3"
    inbox = Inbox(path)
    deliver(inbox, mail("A needle."))
    other = sqlite3.connect(path)
    version = other.execute("PRAGMA data_version").fetchone()
    assert inbox.count("needle") == 1
    assert other.execute("PRAGMA data_version").fetchone() == version
    other.close()
    inbox.close()
