"""The tables of mails and sentences that the finder is tried with, and how well it does."""

from collections import Counter
from pathlib import Path

from devmail.finder.codes import Codes

CORPUS = Path(__file__).parents[1] / "corpus"


def rows(file: Path) -> list[list[str]]:
    """Return the rows of a table below its head; `\\n` in a cell is the end of a line."""
    lines = file.read_text(encoding="utf-8").splitlines()[1:]
    return [line.replace("\\n", "\n").split("\t") for line in lines]


def outcome(found: Codes, right: str) -> str:
    """Tell how what was found compares to the right answer."""
    level = "sure" if found.sure else "likely" if found.likely else "none"
    if not right:
        return f"{level} without a code"
    return (
        "missed"
        if level == "none"
        else f"{level} {'right' if right in (found.sure, found.likely) else 'wrong'}"
    )


def line(name: str, outcomes: Counter[str]) -> str:
    """Return a row of the table that tells how well codes are found."""
    with_code = sum(count for outcome, count in outcomes.items() if not outcome.endswith("without a code"))
    told = ("sure right", "likely right", "missed", "sure wrong", "likely wrong")
    said = ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in told)
    without = outcomes.total() - with_code
    sure, likely = outcomes["sure without a code"], outcomes["likely without a code"]
    return f"{name:9}{with_code:4} with a code: {said}; {without} without: {sure} sure, {likely} likely"
