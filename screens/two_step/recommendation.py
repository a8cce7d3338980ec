"""Before two-step verification is set up: what the article recommends."""

from enum import Enum

from screens.base.step import Action, Step


class Next(Enum):
    """What the person does about the recommendation."""

    CONTINUE = "Continue"
    REGISTER_ANOTHER = "Register another"


def recommendation_step(administrators: int, heading: str, position: str) -> Step[Next]:
    """Say what to have in place first: how many administrators there are, what losing the mailbox means."""

    async def go_on() -> Next:
        return Next.CONTINUE

    number = (
        "is 1 administrator account"
        if administrators == 1
        else f"are {administrators} administrator accounts"
    )
    return Step(
        heading=heading,
        position=position,
        lead=(
            "We recommend registering more than one administrator account before setting up "
            "two-step verification."
        ),
        paragraphs=(
            f"There {number} now.",
            "If you lose access to the mailbox for codes, you can't log in or turn two-step verification "
            "off. Then only another administrator can help: they can delete your account and register your "
            "email address again.",
        ),
        primary=Next.CONTINUE.value,
        calls=go_on,
        actions=(Action("register-another", Next.REGISTER_ANOTHER.value, answer=Next.REGISTER_ANOTHER),),
        help=(
            "With two-step verification on, we email a code to a second email address at every login, and "
            "you have to enter it. Your password alone is no longer enough.\n\n"
            "But if you lose access to that mailbox, you can't log in or turn two-step verification off. "
            "Another administrator can then delete your account and register your email address again. If "
            "you are the only administrator, contact the operator."
        ),
    )
