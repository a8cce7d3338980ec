"""What codes are called in many languages is known, and what is no code; short mails are read."""

from pathlib import Path

import pytest

from devmail.finder.code_finder import find_code

CORPUS = Path(__file__).parent / "corpus"


def rows(name: str) -> list[list[str]]:
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.replace("\\n", "\n").split("\t") for line in lines]


PHRASES = rows("phrases.tsv")
LANGUAGES = sorted({language for language, _, _ in PHRASES})


def wrong(language: str, layout: str, *, brings: bool) -> list[str]:
    """Return the phrases of a language that are not read as they should be, in a mail that says no more."""
    return [
        phrase
        for of, phrase, code in PHRASES
        if of == language and bool(code) == brings
        if (find_code("Acme", layout.format(phrase)) or "") != code
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_is_found_by_what_it_is_called(language: str) -> None:
    assert wrong(language, "Acme\n\n{}\n\nAcme 2026", brings=True) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", ["Acme\n\n{}\n\nAcme 2026", "{}\n\nWe never ask for a verification code."])
def test_a_number_that_is_called_something_else_is_not_taken_for_one(language: str, layout: str) -> None:
    assert wrong(language, layout, brings=False) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_is_one_below_its_name(language: str) -> None:
    beside = [phrase for of, phrase, code in PHRASES if of == language and not code]
    below = [
        f"Acme\n\n{phrase.removesuffix('482913').rstrip(' :：')}:\n\n482913\n\nAcme" for phrase in beside
    ]
    assert [text for text in below if find_code("Acme", text)] == []


@pytest.mark.parametrize(("subject", "text", "code"), rows("short.tsv"))
def test_a_short_mail_is_read(subject: str, text: str, code: str) -> None:
    assert (find_code(subject, text) or "") == code
