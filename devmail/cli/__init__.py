"""The command line: serving, and the commands that read an inbox."""
