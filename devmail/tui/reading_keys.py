"""The keys of whatever shows a mail: back to the list, and from tab to tab."""

from textual.binding import Binding, BindingType

READING_KEYS: tuple[BindingType, ...] = (
    Binding("tab", "app.list", "List", priority=True),
    Binding("shift+tab", "app.list", show=False),
    # Left and right are for the tabs: nothing here is wider than the view.
    Binding("left", "app.turn(-1)", show=False),
    Binding("right", "app.turn(1)", show=False),
)
