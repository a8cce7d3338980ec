"""The code and the link of real-looking mails are found, and nothing else is taken for one.

The finder was made with the mails in `seen`. Those in `apart` were written apart from it, and only these
tests look at them: a mail that is opened, to mend what was wrong with it, moves to `seen`. When the finder
first met them, no code was wrong and 2 of 76 were missed; a link was wrong (since seen), none of 27 missed.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devmail.finder.gist import gist

CORPUS = Path(__file__).parent / "corpus"
PARTS = ("seen", "apart")
MOST_MISSED = 0.02
"""Of all codes, and of all links. None may be wrong."""


@dataclass
class Numbers:
    """How what is found compares to the right answers."""

    mails: int = 0
    services: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    outcomes: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    """Each mail of which something is wrong or missed."""

    def count(self, what: str, found: str | None, right: str) -> str | None:
        """Count an answer; return what is wrong with it."""
        self.outcomes[f"{what}s" if right else f"no {what}"] += 1
        if (found or "") == right:
            return None
        outcome = f"{what}s {'wrong' if found else 'missed'}"
        self.outcomes[outcome] += 1
        return outcome

    def __str__(self) -> str:
        """Return the numbers in a line."""
        return ", ".join(
            f"{name} {self.outcomes[name]}"
            for what in ("code", "link")
            for name in (f"{what}s", f"no {what}", f"{what}s wrong", f"{what}s missed")
        )


def answers(part: str) -> list[list[str]]:
    lines = (CORPUS / part / "answers.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def numbers(*parts: str) -> Numbers:
    counted = Numbers()
    for part in parts:
        for file, code, link in answers(part):
            service, _, language = file.removesuffix(".eml").partition("-")[2].rpartition("-")
            counted.mails += 1
            counted.services.add(service)
            counted.languages.add(language)
            found = gist((CORPUS / part / file).read_bytes())
            for outcome in (counted.count("code", found.code, code), counted.count("link", found.link, link)):
                if outcome and part == "seen":
                    counted.told.append(f"{file}: {outcome}")
    return counted


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints whatever pytest is told to catch."""

    def printed(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}")

    return printed


def test_no_code_and_no_link_is_wrong_and_hardly_one_is_missed(say: Callable[[str], None]) -> None:
    for parts in (("seen",), ("apart",), PARTS):
        counted = numbers(*parts)
        say(f"{' and '.join(parts)}: {counted.mails} mails, {counted}")
        for what in ("codes", "links"):
            assert counted.outcomes[f"{what} wrong"] == 0, counted.told
    for what in ("codes", "links"):  # of all mails: of those apart, 2 of 76 are
        assert counted.outcomes[f"{what} missed"] <= MOST_MISSED * counted.outcomes[what], counted.told


def test_the_mails_are_many_of_many_services_and_languages_and_many_bring_no_code() -> None:
    counted = numbers(*PARTS)
    assert counted.mails >= 300
    assert len(counted.services) >= 30
    assert len(counted.languages) >= 10
    assert counted.outcomes["no code"] >= 0.4 * counted.mails
    assert len(answers("apart")) >= 150


@pytest.mark.parametrize("part", PARTS)
def test_each_mail_has_its_answer_and_each_answer_its_mail(part: str) -> None:
    files = [file for file, _, _ in answers(part)]
    assert len(files) == len(set(files))
    assert set(files) == {mail.name for mail in (CORPUS / part).glob("*.eml")}
