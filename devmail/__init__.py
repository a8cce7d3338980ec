"""devmail: the development mail server that shows the codes it receives."""
