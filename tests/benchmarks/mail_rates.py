"""How many mails a second devmail takes, keeps and reads, beside servers that do less or more with them."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.benchmarks.mail_servers import MailServer, devmail, maildev, plain_aiosmtpd

MAILS = 2000
ROUNDS = 5
"""Of each load, in turn: a machine's speed changes from one second to the next."""
LOADS = ((1, 1), (1, MAILS), (10, 1), (10, MAILS))
"""Connections at once, and mails a connection."""
FEWER = {"MailDev": 20}
"""A server that takes ten mails a second is given so many times fewer: its rate is the same."""
GOALS = {"aiosmtpd": 0.5, "MailDev": 1.0}
"""At least so many times the other's rate."""
BOUND = 1.0


def measure() -> float:
    """Send the same loads to all; return the worst of what was to be reached over what was, and print all."""
    with tempfile.TemporaryDirectory() as home, ExitStack() as running:
        folder = Path(home)
        ours = running.enter_context(devmail(folder))
        theirs = [running.enter_context(plain_aiosmtpd())]
        other = running.enter_context(maildev(folder))
        if other is None:
            print("mail rates: MailDev is not installed (npm install -g maildev, or MAILDEV=/path/to/it)")
        else:
            theirs.append(other)
        return max(_worst_of_load(ours, theirs, *load) for load in LOADS)


def _worst_of_load(ours: MailServer, theirs: list[MailServer], connections: int, a_connection: int) -> float:
    servers = [ours, *theirs]
    seconds: dict[str, list[float]] = {server.name: [] for server in servers}
    for _ in range(ROUNDS):
        for server in servers:
            mails = MAILS // FEWER.get(server.name, 1)
            seconds[server.name].append(server.seconds_for(mails, connections, a_connection) / mails)
    rates = {name: 1 / median(of_one) for name, of_one in seconds.items()}
    worst = 0.0
    told = [f"devmail {rates[ours.name]:.0f}/s"]
    for server in theirs:
        ratio = rates[ours.name] / rates[server.name]
        goal = GOALS[server.name]
        told.append(f"{server.name} {rates[server.name]:.0f}/s, ratio {ratio:.2f} (at least {goal})")
        worst = max(worst, goal / ratio)
    many = "many mails" if a_connection > 1 else "one mail"
    print(f"mail rates, {connections} at once, {many} a connection: {'; '.join(told)}", flush=True)
    return worst
