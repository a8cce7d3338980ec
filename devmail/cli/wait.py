"""`devmail wait`: the code of the mail that a script is after, which may still have to arrive."""

import re
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic, sleep

from devmail.cli.output import json_of, say
from devmail.cli.stored import exists, store_of, stored_inbox
from devmail.model import Mail
from devmail.store.criteria import Brings, Criteria, with_code
from devmail.store.inbox import Inbox, now_in_utc
from devmail.store.serving_lock import is_served
from devmail.text import one_line

_PAUSE = 0.03  # seconds between two looks at the file, each of which asks SQLite for one number


def wait(options: Namespace) -> int:
    """Print the code, link or JSON of a mail as soon as there is one; return 1 if none came in time."""
    since = None if options.since is None else now_in_utc() - options.since
    brings = Brings.LINK if options.link else None if options.json and not options.code else Brings.CODE
    wanted = Criteria(options.to, options.subject, since, brings)
    seconds = options.timeout.total_seconds()
    mail = _wait_for(wanted, options, seconds)
    if mail is not None:
        print(one_line(brings.of(mail) or "") if brings and not options.json else json_of(mail), flush=True)
        return 0
    say(f"devmail: No {one_line(str(wanted))} arrived within {seconds:g} s.")
    if brings is Brings.CODE and _wait_for(replace(wanted, brings=Brings.LINK), options, 0):
        say("devmail: An email with a link arrived. Use --link to print the link.")
    if not is_served(store := store_of(options)):
        say(
            f"devmail: devmail isn't running with the inbox {store}. "
            "Start it, or choose its inbox with --store."
        )
    return 1


def _wait_for(wanted: Criteria, options: Namespace, seconds: float) -> Mail | None:
    until = monotonic() + seconds
    store, after = store_of(options), options.after
    while not exists(store):
        after = after or 0  # whatever will be in it is still to come
        if monotonic() >= until:
            return None
        sleep(_PAUSE)
    with stored_inbox(store) as inbox:
        if after is None:
            after = next((mail.id for mail in inbox.newest(1)), 0)
        fitting: list[Mail] = []

        def add(mails: Sequence[Mail]) -> None:
            coded = mails if options.code is None else _with_codes(inbox, mails, wanted, options.code)
            fitting.extend(filter(wanted.fits, coded))

        inbox.subscribe(add)
        add(inbox.after(after)[::-1])  # first the newest of those there, then the first to come
        while True:
            choice, left = wanted.choose(fitting, now_in_utc()), until - monotonic()
            if choice is not None and (choice.wait == 0 or left <= 0):
                return choice.mail
            if left <= 0:
                return None
            sleep(min(_PAUSE, left))
            inbox.look_elsewhere()


def _with_codes(
    inbox: Inbox, mails: Sequence[Mail], wanted: Criteria, pattern: re.Pattern[str]
) -> Iterator[Mail]:
    """Yield the mails that fit but for their code, with the code that a pattern finds in them."""
    for mail in filter(replace(wanted, brings=None).fits, mails):
        raw = inbox.raw(mail.id)
        if raw is not None:
            yield with_code(mail, raw, pattern)
