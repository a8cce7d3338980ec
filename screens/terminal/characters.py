"""The characters that a terminal has: what it lacks is spelled with others, cell for cell."""

import unicodedata
from collections.abc import Callable, Mapping

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("─━═╌┄┈▔▁▂▃▄▅▆▇▀", "-"),
        **dict.fromkeys("│┃║▏▎▍▌▋▊▉▕▐", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛╔╗╚╝", "+"),
        **dict.fromkeys("█▓▒░■", "#"),
        **dict.fromkeys("•●○◦✓✔", "*"),
        **dict.fromkeys("▶►→▸⏎", ">"),
        **dict.fromkeys("◀◄←◂‹", "<"),
        **dict.fromkeys("▼▾↓", "v"),
        **dict.fromkeys("▲▴↑", "^"),
        **dict.fromkeys("‘’‚", "'"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("…·", "."),
        "✗": "x",
        "×": "x",
    }
)


def spelling_for(environment: Mapping[str, str]) -> Callable[[str, int], str] | None:
    """Return what spells a character, of so many cells, for the terminal that an environment describes.

    None if the terminal has all characters, as those have that speak UTF-8. Nothing said about the language
    is no word against it. The Linux console has a font of few characters, the VT100 has none but ASCII.
    """
    term = environment.get("TERM", "")
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "UTF-8")
    if term.startswith("vt") or "utf8" not in locale.lower().replace("-", ""):
        return _in_ascii
    return _on_the_console if term == "linux" else None


def _in_ascii(character: str, cells: int) -> str:
    if character.isascii():
        return character
    spelled = character.translate(_ALIKE)
    if not spelled.isascii():
        spelled = "".join(filter(str.isascii, unicodedata.normalize("NFKD", character)))
    if not spelled:
        spelled = "?" if unicodedata.category(character[0])[0] in "LN" else ""  # a picture says little
    return spelled[:cells].ljust(cells)


def _on_the_console(character: str, cells: int) -> str:
    for have in ("cp437", "latin-1"):
        try:
            character.encode(have)
        except UnicodeEncodeError:
            continue
        return character
    return _in_ascii(character, cells)
