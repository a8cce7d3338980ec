"""What a fault of the database means for the person."""

from peewee import PeeweeException

_LINES = {
    "full": "The disk is full: nothing was changed. Free some space and try again.",
    "locked": "The store is busy: nothing was changed. Try again.",
    "readonly": "The store's file cannot be written: nothing was changed.",
    "malformed": "The store's file is damaged: nothing was changed. Restore it from a backup.",
    "not a database": "The store's file is damaged: nothing was changed. Restore it from a backup.",
    "disk i/o": "The disk does not take what is written, it may be full: nothing was changed. Try again.",
    "unable to open": "The store's file cannot be opened: nothing was changed.",
}


def line_for(error: Exception) -> str:
    """Return the line that says what happened and what to do.

    Args:
        error: What peewee raised; its text comes from the database.
    """
    first = _first_of(error)
    text = str(first).lower()
    for sign, line in _LINES.items():
        if sign in text:
            return line
    return "The store could not be used: nothing was changed. Start again; if it stays so, restore a backup."


def _first_of(error: BaseException) -> BaseException:
    """Return the fault that others followed from.

    SQLite takes a transaction back by itself when the disk is full; peewee, which does so too, then
    fails and hides why.
    """
    first, before = error, error.__context__
    while before is not None:
        if isinstance(before, PeeweeException):
            first = before
        before = before.__context__
    return first
