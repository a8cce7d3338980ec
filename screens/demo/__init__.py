"""The demo: a throwaway store with two administrators, and its mails beside it."""
