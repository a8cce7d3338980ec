"""Administrators: the page that shows them, and the steps of registering and deleting them."""
