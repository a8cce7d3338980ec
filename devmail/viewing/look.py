"""How the viewer looks: one theme of its own."""

from textual.theme import Theme

YELLOW = "#ffc72c"

DARK = Theme(
    name="devmail",
    primary=YELLOW,
    accent=YELLOW,
    foreground="#e8e6e1",
    background="#191a1d",
    surface="#26282d",
    panel="#212327",
    error="#ff8272",
    success="#8fd08f",
    warning=YELLOW,
    dark=True,
    variables={"muted": "#a3a19b", "rule": "#45474d", "on-primary": "#191a1d"},
)
