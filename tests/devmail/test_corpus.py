"""The code and the link of real-looking mails are found, and nothing else is taken for one.

Half of the mails was written before the finder; the other half is set apart, so of it only numbers are told.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devmail.finding.gist import gist

CORPUS = Path(__file__).parent / "corpus"
HALVES = ("seen", "apart")
MOST_MISSED = 0.02
"""Of all codes, and of all links. None may be wrong."""

# What the half that is set apart may have at most until it is there too: never more than it had.
APART = {"codes wrong": 3, "codes missed": 17, "links wrong": 1, "links missed": 6}


@dataclass
class Numbers:
    """How the answers of a half, or of both, compare to the right ones."""

    mails: int = 0
    services: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    outcomes: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    """Each mail that was answered wrongly; of those set apart none."""

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


def answers(half: str) -> list[list[str]]:
    lines = (CORPUS / half / "answers.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def numbers(*halves: str) -> Numbers:
    counted = Numbers()
    for half in halves:
        for file, code, link in answers(half):
            service, _, language = file.removesuffix(".eml").partition("-")[2].rpartition("-")
            counted.mails += 1
            counted.services.add(service)
            counted.languages.add(language)
            found = gist((CORPUS / half / file).read_bytes())
            for outcome in (counted.count("code", found.code, code), counted.count("link", found.link, link)):
                if outcome and half != "apart":
                    counted.told.append(f"{file}: {outcome}")
    return counted


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints whatever pytest is told to catch."""

    def printed(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}")

    return printed


def test_of_the_mails_that_are_seen_no_code_and_no_link_is_wrong_and_hardly_one_is_missed(
    say: Callable[[str], None],
) -> None:
    counted = numbers("seen")
    say(f"seen: {counted.mails} mails, {counted}")
    assert not counted.told
    for what in ("codes", "links"):
        assert counted.outcomes[f"{what} wrong"] == 0
        assert counted.outcomes[f"{what} missed"] <= MOST_MISSED * counted.outcomes[what]


def test_of_the_mails_that_are_set_apart_no_more_is_wrong_or_missed_than_before(
    say: Callable[[str], None],
) -> None:
    counted = numbers("apart")
    say(f"apart: {counted.mails} mails, {counted}")
    assert not counted.told
    assert {
        outcome: counted.outcomes[outcome]
        for outcome, most in APART.items()
        if counted.outcomes[outcome] > most
    } == {}


def test_the_mails_are_many_of_many_services_and_languages_and_many_bring_no_code() -> None:
    counted = numbers(*HALVES)
    assert counted.mails >= 300
    assert len(counted.services) >= 30
    assert len(counted.languages) >= 10
    assert counted.outcomes["no code"] >= 0.4 * counted.mails


@pytest.mark.parametrize("half", HALVES)
def test_each_mail_has_its_answer_and_each_answer_its_mail(half: str) -> None:
    files = [file for file, _, _ in answers(half)]
    assert len(files) == len(set(files))
    assert set(files) == {mail.name for mail in (CORPUS / half).glob("*.eml")}
