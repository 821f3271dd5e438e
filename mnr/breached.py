"""Passwords known from breaches of other services, looked up in a file of the installation's own.

The file is Pwned Passwords as its publisher gives it, ordered by hash: a line per password, the
SHA-1 digest in hexadecimal, a colon, and how often it was seen. No service is asked.
"""

import hashlib
import mmap
import re
from pathlib import Path

DIGITS = 40
LONGEST_LINE = 80  # bytes; a line holds a digest and a count
LINE = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\r?$")


def is_such_a_file(path: str) -> bool:
    """Whether it can be read and begins as such a file does."""
    try:
        with Path(path).open("rb") as file:
            return bool(LINE.match(file.readline(LONGEST_LINE).rstrip(b"\n")))
    except OSError:
        return False


def is_breached(password: str, path: str) -> bool:
    """Whether the password is in the file: some forty steps in one of forty gigabytes."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with (
        Path(path).open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines,
    ):
        low, high = 0, len(lines)
        while low < high:
            middle = (low + high) // 2
            start = lines.rfind(b"\n", max(low - 1, 0), middle) + 1 or low
            found = lines[start : start + DIGITS].upper()
            if found == wanted:
                return True
            if found < wanted:
                end = lines.find(b"\n", middle)
                low = high if end < 0 else end + 1
            else:
                high = start
    return False
