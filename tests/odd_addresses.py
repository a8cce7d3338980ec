"""Addresses with which somebody could want to do more than to be mailed."""

ODD = {
    "an escape sequence": ("a\x1b[31mb@example.com", "a␛[31mb@example.com"),
    "an escape sequence of one character": ("a\x9b31mb@example.com", "a�31mb@example.com"),
    "a new line": ("a\nb@example.com", "a␊b@example.com"),
    "a carriage return": ("a\rb@example.com", "a␍b@example.com"),
    "a turn from right to left": ("a\u202eb@example.com", "a�b@example.com"),
    "nothing to be seen": ("a\u200bb@example.com", "a�b@example.com"),
    "markup": ("[b]a[/b][/i]@example.com", "[b]a[/b][/i]@example.com"),
    "an unknown link": ("a[@click=app.quit]b@example.com", "a[@click=app.quit]b@example.com"),
    "wide characters": ("管理者@例え.jp", "管理者@例え.jp"),
    "letters from right to left": ("דוא@דוגמה.co.il", "דוא@דוגמה.co.il"),
}
"""What is odd about an address, the address, and how it is shown."""
