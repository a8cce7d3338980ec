"""The terminal: what is typed there, what it shows, and its end. Knows nothing else of the program."""
