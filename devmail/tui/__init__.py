"""The live view: the mails as they come, and the chosen one."""
