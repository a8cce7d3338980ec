"""The top line: where the mail server listens, how many mails there are, whether the newest is followed."""

from devmail.viewing.mails import Mails


def title(server: str, mails: Mails, all_of_them: int, follows: bool) -> str:
    """Return the words of the top line.

    Args:
        server: Where the mail server listens, such as `127.0.0.1:1025`.
        mails: What is listed.
        all_of_them: How many mails there are in all.
        follows: Whether the newest is chosen as it comes.
    """
    count = f"{mails.total} of {all_of_them}" if mails.search else counted(all_of_them)
    return f"devmail  {server}  {count}  {'following' if follows else 'not following'}"


def counted(mails: int) -> str:
    """Return a number of mails in words.

    Args:
        mails: How many.
    """
    return f"{mails} mail{'' if mails == 1 else 's'}"
