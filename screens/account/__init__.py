"""The administrator's own account: home, settings, menu."""
