"""The store over SSH: every connection is a session of its own, all in one process."""
