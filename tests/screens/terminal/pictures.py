"""Pictures of terminals, compared as they are seen."""

from pyte.screens import Char


def as_seen(cell: Char) -> Char:
    """Return a cell without what is not seen: the colour of a blank, and whether it is bold."""
    if cell.data != " " or cell.underscore or cell.strikethrough or cell.reverse or cell.blink:
        return cell
    return cell._replace(fg="default", bold=False, italics=False)
