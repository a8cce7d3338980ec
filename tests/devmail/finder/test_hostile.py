"""Any text is read, and in time that grows with its length alone."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devmail.finder.codes import find_codes
from devmail.finder.links import find_link, links_in
from devmail.mime.html_page import Link

LONG = 200_000
PIECES = (
    "x", "X", "1", "-", "x@", "code 1234x ", "code 123456 1234 ", "order ", " ", "A1-", "+1 ", "12 ", "a_b",
    "aB", "http://", "http://a?", "https://localhost:1/a1b2c?t=", "a-b-", "code:", '"code": ', "=", "token=",
    "1.2.", "@a", "認証コード", "1\n", "\n", "[a](", "A B ", "'a", "code\n1234\n",
)  # fmt: skip


@given(st.text(), st.text())
def test_any_text_is_read(subject: str, text: str) -> None:
    find_codes(subject, text)


@given(st.lists(st.tuples(st.text(), st.text(), st.text(), st.text())), st.text())
def test_any_links_are_read(links: list[tuple[str, str, str, str]], text: str) -> None:
    find_link([Link(before, words, after, f"https://{url}") for before, words, after, url in links])
    find_link(list(links_in(f"https://{text} http://{text}")))


@pytest.mark.parametrize("piece", PIECES)
def test_an_endlessly_repeating_text_is_read_quickly(piece: str) -> None:
    text = f"order{piece * (LONG // len(piece))}"
    began = process_time()
    find_codes("Your code", text)
    find_link(list(links_in(text)), "Your link")
    assert process_time() - began < 3  # a tenth of a second; minutes where a pattern backtracks
