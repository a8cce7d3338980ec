"""The code a mail brings: sure where its words prove it, else likely, as in a developer's terse mails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from devmail.finder.candidates import Candidate, candidates, candidates_of, plain
from devmail.finder.scores import is_label_of_another, score_of
from devmail.finder.sentences import SENTENCE_END, Topic, announces, asks_for, rest_of_sentence
from devmail.finder.words import NAMES, PROOF, SPOILERS, Kind, kinds_of, words_of

_ADDRESS = re.compile(r"\b[A-Za-z][a-z+.-]{1,20}://\S+|[\w.+-]{1,64}@[\w.-]+")
_TOKEN = re.compile(r"(?<![\w.~+/@&%$€£-])(?<!\d:)(\w[\w.~+/-]*+(?:={1,2}(?![\w\"']))?+)(?!:\d)", re.ASCII)
_ASSIGNED = re.compile(r"(?:[:=：＝]|[=-]>)[\s\"'`<(\[{*]{0,4}$")
_WORD_PARTS = re.compile(r"[_.]|(?<=[a-z])(?=[A-Z])")  # of names such as otp_code and resetToken
_WORD_AND_NUMBER = re.compile(r"[A-Za-z]*[aeiouy][A-Za-z]*[-_]?\d{1,4}")
# Short words, and such as 6-digit, 30s and 0120-974-646.
_NO_CODE = re.compile(r"\w{1,2}|\D{3}|\d+-[a-z]+|\d+[smh]|\d+-[\d-]+")
_NO_VOWEL = re.compile(r"(?:^|-)[^aeiouyAEIOUY\d_-]{3,}(?:-|$)")
_LINE_ENDS = re.compile(r"[\s\"'`>)\]}*.,;]{0,4}(?:\n|$)")
_SHORT = 300
_LEAST = 3


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
    if not topic.offers and (sure := _sure(subject, text, topic)):
        return Codes(sure.entered)
    likely = _likely(subject, text, topic)
    if likely is None:
        return Codes()
    if not topic.offers and _is_of_rare_form(likely, topic):
        return Codes(likely.entered)
    return Codes(None, likely.entered)


def _sure(subject: str, text: str, topic: Topic) -> Candidate | None:
    """Return the candidate with the highest score above 0; of a list of numbers, none is a code."""
    scored = [(score_of(one, topic), one) for one in chain(candidates(subject), candidates(text))]
    alone = {one.entered for _, one in scored if one.alone}
    listed = {code for code in alone if sum(len(code) == len(other) for other in alone) > 2}
    scored = [(score, one) for score, one in scored if not (one.alone and one.entered in listed)]
    score, best = max(scored, key=lambda scored: scored[0], default=(0, None))
    return best if score > 0 else None


def _is_of_rare_form(one: Candidate, topic: Topic) -> bool:
    """Return whether a likely code is a sure one in all but its form, such as words that dashes join."""
    if one.entered.isdecimal() or _is_worded(one) or score_of(one, topic) < 80:
        return False
    lines = topic.text[:2000].split("\n")
    return topic.announces or any(announces(line) or asks_for(line) for line in lines)


def _likely(subject: str, text: str, topic: Topic) -> Candidate | None:
    """Return what might be the code; both texts are such as `plain` returns."""
    parts = (_ADDRESS.sub(" ", subject), _ADDRESS.sub(" ", text[:10_000]))
    found = [(one, _form(one)) for part in parts for one in chain(candidates(part), _tokens(part))]
    numbers = {one.entered for one, form in found if form > 0}
    is_lone = len(numbers) == 1 and len(text) < _SHORT
    least, best = _LEAST, None
    for one, form in found:
        score = form + _evidence(one, topic) + 2 * (is_lone and form > 0)
        if score >= least and not one.is_another_number():
            least, best = score + 1, one
    return best


def _is_worded(one: Candidate) -> bool:
    """Return whether it is a word in a sentence, or a word and a number, as the name of a host is."""
    is_word = one.is_letters and one.is_like_words and not one.alone
    return is_word or _WORD_AND_NUMBER.fullmatch(one.entered) is not None


def _tokens(text: str) -> Iterator[Candidate]:
    """Yield the tokens that are more than words, and the words that are given as a value."""
    return candidates_of((match for match in _TOKEN.finditer(text) if _is_token(match)), text)


def _is_token(match: re.Match[str]) -> bool:
    token, text = match[1], match.string
    if _NO_CODE.fullmatch(token) or (len(token) < 20 and not {*"./+~"}.isdisjoint(token)):
        return False  # such as a version, a path, the name of a file or of a host
    if re.search(r"\d|-.*-", token) or token.isupper() or _NO_VOWEL.search(token):
        return True
    is_value = _ASSIGNED.search(text[max(match.start() - 6, 0) : match.start()])
    return is_value is not None and _LINE_ENDS.match(text, match.end()) is not None


def _form(one: Candidate) -> int:
    """Score how much it looks like a code in itself."""
    code = one.entered
    if code.isdecimal():
        return -2 if one.is_date or not 3 < len(code) < 11 else 2 if len(code) == 6 else 1
    if not any(mark.isdecimal() for mark in code):
        return 0 if _NO_VOWEL.search(code) else -2
    return -1 if _is_worded(one) else 1


def _evidence(one: Candidate, topic: Topic) -> int:
    """Score what is said of it."""
    before = kinds_of(SENTENCE_END.split(_WORD_PARTS.sub(" ", one.before()))[-1].lower())
    after = kinds_of(rest_of_sentence(_WORD_PARTS.sub(" ", one.right)))[:4]
    near = before if before[-1:] == [Kind.IS] else before[-4:]
    if not {*NAMES}.isdisjoint(near) or before[-1:] == [Kind.PASSWORD]:
        score = 4 if before[-1] in (*NAMES, Kind.PASSWORD) else 3
    elif one.alone:
        above = "".join(one.above()[:1])
        score = 5 if announces(above) else 0 if is_label_of_another(words_of(above.lower())) else 3
    elif Kind.ENTER in before[-2:]:
        score = 4
    elif not {*NAMES}.isdisjoint(after):
        score = 2
    else:
        score = 0 if PROOF.isdisjoint(before[-3:]) else 3
    if {Kind.OFFER, Kind.OTHER}.intersection(before) or (before and before[-1] in (*SPOILERS, Kind.NUMBER)):
        score -= 3
    if score > 0:
        score += (_ASSIGNED.search(one.left) is not None) + topic.expects - 2 * topic.offers
    return score
