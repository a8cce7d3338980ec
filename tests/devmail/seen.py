"""What is seen in the viewer."""

from textual.pilot import Pilot

URL = "smtp://127.0.0.1:1025"


def rows(pilot: Pilot[int]) -> list[str]:
    """Return what is on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]
