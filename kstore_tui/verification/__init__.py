"""Codes and tokens: sending them, checking them, and the limits on both."""
