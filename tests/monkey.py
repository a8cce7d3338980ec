"""A monkey at the terminal: it presses, types, clicks and resizes at random, and must never break an app."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Button, Input

KEYS = (
    *("enter", "tab", "shift+tab", "escape", "up", "down", "left", "right", "home", "end"),
    *("pageup", "pagedown", "space", "backspace", "delete", "slash", "question_mark"),
    *("ctrl+p", "ctrl+r", "ctrl+l", "ctrl+c", "ctrl+u", "ctrl+a", "f1", "f2", "f3", "f4", "f10"),
    *("a", "7", "é"),
)
SIZES = ((80, 24), (60, 16), (120, 40), (160, 50), (30, 8), (1, 1), (200, 5))
NONSENSE = ("", "[b]x[/", "012345", "ami@example.com", "\x1b[31mred", "名前", "x" * 400, "a\nb")

Answers = Callable[[], Mapping[str, Sequence[str]]]
"""Gives what may be typed into a field, by the field's id."""


class Monkey:
    """Plays with an app; `acts` tells what it did, `seen` the headings of where it was."""

    def __init__(self, seed: int, keys: Sequence[str] = ()) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a test, not a secret
        self._keys = (*KEYS, *keys)
        self._pressed: Counter[str | None] = Counter()
        self.acts: list[str] = []
        self.seen: set[str] = set()

    async def plays(self, app: App[Any], acts: int, answers: Answers = dict) -> None:
        """Do so many things, or fewer when one of them quits the app; raise what the app did not expect."""
        async with app.run_test(size=(80, 24)) as pilot:
            for _ in range(acts):
                await pilot.pause()
                if not app.is_running or app._exit:  # nothing public tells that an app is about to end
                    return
                self.seen.add(getattr(app.screen, "heading", "") or type(app.screen).__name__)
                await self._act(pilot, answers())

    async def _act(self, pilot: Pilot[Any], answers: Mapping[str, Sequence[str]]) -> None:
        acts = (self._presses, partial(self._fills_in, answers), self._chooses, self._clicks, self._resizes)
        (act,) = self._random.choices(acts, (40, 25, 25, 8, 2))
        await act(pilot)

    async def _presses(self, pilot: Pilot[Any]) -> None:
        keys = [self._random.choice(self._keys) for _ in range(self._random.choice((1, 1, 1, 2, 5)))]
        self.acts.append(f"press {keys}")
        for key in keys:  # in one bunch, as a slow line brings them
            pilot.app.simulate_key(key)
        await pilot.pause()

    async def _fills_in(self, answers: Mapping[str, Sequence[str]], pilot: Pilot[Any]) -> None:
        """Fill in the fields of a screen as a person does, now and then with nonsense."""
        for field in pilot.app.screen.query(Input):
            right = answers.get(field.id or "", ())
            text = self._random.choice(right if right and self._random.random() < 0.9 else NONSENSE)
            self.acts.append(f"fill {field.id} with {text[:40]!r}")
            field.focus()
            field.value = ""
            field.post_message(events.Paste(text))
            await pilot.pause()
        await pilot.press("enter")

    async def _chooses(self, pilot: Pilot[Any]) -> None:
        """Press by its key a button that was pressed least so far: a monkey is curious."""
        buttons = [button for button in pilot.app.screen.query(Button) if button.focusable]
        if buttons:
            self._random.shuffle(buttons)
            button = min(buttons, key=lambda button: self._pressed[button.id])
            self._pressed[button.id] += 1
            self.acts.append(f"choose {button.id}")
            button.focus()
            await pilot.press("enter")

    async def _clicks(self, pilot: Pilot[Any]) -> None:
        size = pilot.app.size
        at = self._random.randrange(size.width), self._random.randrange(size.height)
        self.acts.append(f"click {at}")
        await pilot.click(offset=at)

    async def _resizes(self, pilot: Pilot[Any]) -> None:
        size = self._random.choice(SIZES)
        self.acts.append(f"resize {size}")
        await pilot.resize_terminal(*size)
