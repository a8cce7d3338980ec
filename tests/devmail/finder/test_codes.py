"""The code in a mail is found, sure or likely; what only looks like one is not sure."""

import re
from pathlib import Path

import pytest

from devmail.finder.codes import Codes, find_codes
from devmail.finder.summary import summarize
from tests.devmail.finder.tables import CORPUS, rows
from tests.devmail.mails import mail

CASES = rows(Path(__file__).parent / "cases.tsv")
PHRASES = rows(CORPUS / "phrases.tsv")
LANGUAGES = sorted({language for language, _, _ in PHRASES})


@pytest.mark.parametrize(
    ("subject", "text", "code"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_only_a_code_is_sure(subject: str, text: str, code: str) -> None:
    assert (find_codes(subject, text).sure or "") == code


def test_short_mails_are_read() -> None:
    mails = rows(CORPUS / "short.tsv")
    assert [mail for mail in mails if (find_codes(*mail[:2]).sure or "") != mail[2]] == []


def test_a_terse_mail_has_at_least_a_likely_code() -> None:
    for subject, text, code, _ in rows(CORPUS / "practice.tsv"):
        found = find_codes(subject, text)
        assert code in (found.sure, found.likely) if code else found.sure is None, text


def wrong(language: str, layout: str, *, brings: bool) -> list[str]:
    """Return the phrases of a language that are not read as they should be, in a mail that says no more."""
    return [
        phrase
        for of, phrase, code in PHRASES
        if of == language and bool(code) == brings
        if (find_codes("Acme", layout.format(phrase)).sure or "") != code
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_is_found_by_its_name(language: str) -> None:
    assert wrong(language, "Acme\n\n{}\n\nAcme 2026", brings=True) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", ["Acme\n\n{}\n\nAcme 2026", "{}\n\nWe never ask for a verification code."])
def test_a_number_with_another_name_is_not_sure(language: str, layout: str) -> None:
    assert wrong(language, layout, brings=False) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_below_another_name_is_not_sure(language: str) -> None:
    beside = [phrase for of, phrase, code in PHRASES if of == language and not code]
    below = [
        f"Acme\n\n{phrase.removesuffix('482913').rstrip(' :：')}:\n\n482913\n\nAcme" for phrase in beside
    ]
    assert [text for text in below if find_codes("Acme", text).sure] == []


def test_a_vetoed_code_is_still_likely() -> None:
    assert find_codes("Your parcel", "Your collection code: 482913") == Codes(None, "482913")


def test_a_sure_code_leaves_no_likely_one() -> None:
    assert find_codes("Log in", "Your verification code is 771204.\n\ntoken=k3f9ab") == Codes("771204")


def test_a_value_named_a_code_is_likelier_than_other_numbers() -> None:
    assert find_codes("", "user: 482913\nbuild: 553019\ncode: 7391\nport: 8025").likely == "7391"


def test_the_html_is_searched_if_the_text_has_no_code() -> None:
    found = summarize(mail("Please open this mail as HTML.", "Hello", html="<p>PIN 4829</p>"))
    assert (found.code, found.likely_code) == (None, "4829")


def test_a_code_is_found_in_a_mail_that_is_only_html() -> None:
    page = "<html><head><title>Code 111111</title><body><p>Your code:</p><h1>012345</h1><p>Thank you"
    assert summarize(mail("", "Log in", html=page)).code == "012345"


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (r"ref-\d+", "ref-17"),
        (r"ref-(\d+)", "17"),
        (r"in the (\w+)", "HTML"),
        (r"Log (\w+)", "in"),
        ("none", None),
    ],
)
def test_a_pattern_overrides_what_would_be_found(pattern: str, code: str | None) -> None:
    raw = mail("Your verification code is 771204. ref-17", "Log in", html="<p>in the HTML 553019")
    found = summarize(raw, re.compile(pattern))
    assert (found.code, found.likely_code) == (code, None)
