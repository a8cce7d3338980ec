"""The code that a mail brings: sure where its words prove it, else likely."""

from dataclasses import dataclass
from itertools import chain

from devmail.finder.candidates import Candidate, candidates, plain
from devmail.finder.likely import is_worded, likely
from devmail.finder.scores import score_of
from devmail.finder.sentences import Topic, announces, asks_for


@dataclass(frozen=True, slots=True)
class Codes:
    """What a text brings: a sure code, a likely one, or neither."""

    sure: str | None = None
    likely: str | None = None


def find_codes(subject: str, text: str) -> Codes:
    """Find the code in a mail's subject and text.

    Digits come without the spaces and dashes between them; a code with letters keeps its dashes.
    """
    subject, text = plain(subject), plain(text)
    topic = Topic.of(subject, text)
    is_offer = topic.offers and not topic.announces
    if not is_offer and (sure := _sure(subject, text, topic)):
        return Codes(sure.entered)
    guess = likely(subject, text, topic)
    if guess is None:
        return Codes()
    if not is_offer and _is_of_rare_form(guess, topic):
        return Codes(guess.entered)
    return Codes(None, guess.entered)


def _sure(subject: str, text: str, topic: Topic) -> Candidate | None:
    """Return the candidate with the highest score above 0; of a list of numbers, none is a code."""
    scored = [(score_of(one, topic), one) for one in chain(candidates(subject), candidates(text))]
    alone = {one.entered for _, one in scored if one.alone}
    listed = {code for code in alone if sum(len(code) == len(other) for other in alone) > 2}
    scored = [(score, one) for score, one in scored if not (one.alone and one.entered in listed)]
    score, best = max(scored, key=lambda scored: scored[0], default=(0, None))
    return best if score > 0 else None


def _is_of_rare_form(guess: Candidate, topic: Topic) -> bool:
    """Return whether a guess is a sure code in all but its form, such as words that dashes join."""
    if topic.is_other or guess.entered.isdecimal() or is_worded(guess) or score_of(guess, topic) < 80:
        return False
    lines = topic.text[:2000].split("\n")
    return topic.announces or any(announces(line) or asks_for(line) for line in lines)
