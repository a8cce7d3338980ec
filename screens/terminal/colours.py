"""The colours that a terminal has. Textual always draws in truecolor; this makes of it what can be shown."""

import curses
from collections.abc import Callable, Mapping

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.palette import Palette

from screens.terminal.cells import Style

_HAVE_256 = ("256color", "alacritty", "foot", "ghostty", "kitty", "wezterm")
_LEVELS = (0, 95, 135, 175, 215, 255)
_CUBE = [(red, green, blue) for red in _LEVELS for green in _LEVELS for blue in _LEVELS]
_GREYS = [(grey, grey, grey) for grey in range(8, 248, 10)]
_OF_256 = {colour: number for number, colour in enumerate(_CUBE + _GREYS, 16) if max(colour) != 95}
"""Without the darkest ones of the cube: a dark yellow is better shown grey than olive."""
_PALETTE_256 = Palette(list(_OF_256))
_LUMINANCES = (0, 0.13, 0.44, 0.57, 0.06, 0.18, 0.49, 0.79, 0.22, 0.21, 0.72, 0.93, 0.17, 0.28, 0.79, 1)
"""Of the 16 colours, as xterm shows them."""
_READABLE = 3
"""The contrast that characters of 16 colours need, as WCAG counts it."""
_STANDS_OUT = 0.045
"""On the dark theme, only what is focused or chosen has a background of a higher luminance."""


def colours_of(environment: Mapping[str, str]) -> ColorSystem | None:
    """Return the colours of the terminal that an environment describes; None if there should be none."""
    term = environment.get("TERM", "")
    if environment.get("NO_COLOR") or term.startswith("vt"):
        return None
    if term == "linux":  # COLORTERM may be of the terminal that it was started from
        return ColorSystem.STANDARD
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return ColorSystem.TRUECOLOR
    if any(name in term for name in _HAVE_256):
        return ColorSystem.EIGHT_BIT
    return ColorSystem.STANDARD


def adaptation(system: ColorSystem | None) -> Callable[[Style], Style]:
    """Return what makes a style of truecolor one that a terminal with these colours can show."""
    match system:
        case ColorSystem.TRUECOLOR:
            return lambda style: style
        case ColorSystem.EIGHT_BIT:
            return _with_256
        case ColorSystem.STANDARD:
            return _with_16
    return _without_colours


def _with_256(style: Style) -> Style:
    fore, back = (
        f"{colour[:2]};5;{_OF_256[_PALETTE_256[_PALETTE_256.match(_read(colour))]]}" if colour else ""
        for colour in (style.fore, style.back)
    )
    return style._replace(fore=fore, back=back)


def _with_16(style: Style) -> Style:
    fore = _nearest_of_16(_read(style.fore)) if style.fore else None
    back = _nearest_of_16(_not_pale(_read(style.back))) if style.back else None
    if fore is not None and back is not None:
        darker, lighter = sorted((_LUMINANCES[fore], _LUMINANCES[back]))
        if (lighter + 0.05) / (darker + 0.05) < _READABLE:
            fore = 0 if _LUMINANCES[back] > _LUMINANCES[8] else 15
    return style._replace(fore=_code(fore, foreground=True), back=_code(back, foreground=False))


def _code(number: int | None, *, foreground: bool) -> str:
    return "" if number is None else Color.from_ansi(number).get_ansi_codes(foreground)[0]


def _nearest_of_16(colour: ColorTriplet) -> int:
    return Color.from_triplet(colour).downgrade(ColorSystem.STANDARD).number or 0


def _not_pale(colour: ColorTriplet) -> ColorTriplet:
    """Return a pale colour as a full one: else it would be white, as what is around it."""
    low, high = min(colour), max(colour)
    if low > 100 and high - low > 60:
        return ColorTriplet(*(255 * (part - low) // (high - low) for part in colour))
    return colour


def _without_colours(style: Style) -> Style:
    """Show what stands out by its background reversed; Textual's bold and underline stay."""
    if style.back:
        red, green, blue = ((part / 255) ** 2.2 for part in _read(style.back))
        if 0.2126 * red + 0.7152 * green + 0.0722 * blue > _STANDS_OUT:
            style = style._replace(attributes=style.attributes ^ {"7"})
    return style._replace(fore="", back="")


def _read(colour: str) -> ColorTriplet:
    """Read the parameters of SGR that set a colour, such as `48;2;255;199;44`."""
    _, _, red, green, blue = map(int, colour.split(";"))
    return ColorTriplet(red, green, blue)


def own_terminal_erases_in_colour() -> bool:
    """Whether the terminal fills what it erases with the background colour, as terminfo has it."""
    try:
        curses.setupterm(fd=0)
        return curses.tigetflag("bce") == 1
    except curses.error:  # nothing is known of such a terminal
        return False


def erases_in_colour(term: str) -> bool:
    """Whether such a terminal fills what it erases with the background colour (terminfo's `bce`).

    `curses` reads only one terminal's description in a process. For what isn't listed, False is never wrong.
    """
    return term.startswith(
        ("alacritty", "konsole", "linux", "putty", "rxvt", "st-", "vte", "xterm-256", "xterm+")
    ) or (term == "xterm")
