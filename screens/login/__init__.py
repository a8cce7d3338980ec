"""The steps on the way in."""
