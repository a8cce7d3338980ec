"""What is mailed, and the way to the mail server."""
