"""Moments and spans as a person reads them."""

from datetime import UTC, datetime, timedelta

import pytest

from kstore_tui.core.text import day_and_time, length, long_ago, time_of_day, when_again, whole_minute

NOW = datetime(2026, 11, 24, 9, 14, 5, tzinfo=UTC)


def test_a_whole_minute_is_not_before_the_moment() -> None:
    assert time_of_day(whole_minute(NOW)) == "09:15 UTC"
    assert whole_minute(NOW.replace(second=0)) == NOW.replace(second=0)


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=0.2), "in 1 second (09:14:05 UTC)"),
        (timedelta(seconds=42), "in 42 seconds (09:14:47 UTC)"),
        (timedelta(minutes=15), "in 15 minutes (09:30 UTC)"),
        (timedelta(hours=14, minutes=45, seconds=55), "in 15 hours (00:00 UTC)"),
    ],
)
def test_a_wait_says_how_long_it_takes_and_when_it_ends(wait: timedelta, words: str) -> None:
    assert when_again(NOW + wait, NOW) == words


@pytest.mark.parametrize(
    ("ago", "day", "words"),
    [
        (timedelta(), "today 09:14 UTC", "today"),
        (timedelta(hours=9, minutes=15), "yesterday 23:59 UTC", "yesterday"),
        (timedelta(days=1), "yesterday 09:14 UTC", "yesterday"),
        (timedelta(days=2), "2026-11-22 09:14 UTC", "2 days ago"),
    ],
)
def test_a_moment_of_the_past(ago: timedelta, day: str, words: str) -> None:
    assert day_and_time(NOW - ago, NOW) == day
    assert long_ago(NOW - ago, NOW) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=10), "10 minutes"),
        (timedelta(seconds=60), "60 seconds"),
        (timedelta(days=3), "3 days"),
        (timedelta(hours=1), "60 minutes"),
    ],
)
def test_a_span_in_its_largest_whole_unit(span: timedelta, words: str) -> None:
    assert length(span) == words
