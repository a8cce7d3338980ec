"""The demo: a throw-away store with two administrators, and its mails beside it."""
