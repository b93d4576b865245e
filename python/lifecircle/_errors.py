"""Errors of the library as exceptions."""
import re

_PLACE = re.compile(r"(?:^|: )([^\s:][^:]*):(\d+): ")


class LifecircleError(Exception):
    """What went wrong, where, and what to do about it, in one line.

    Attributes
    ----------
    file : str or None
        The file that the message names with a line, such as a profile.
    line : int or None
        The line in it.
    """

    def __init__(self, message):
        super().__init__(message)
        match = _PLACE.search(message)
        self.file = match[1] if match else None
        self.line = int(match[2]) if match else None


class InputError(LifecircleError, ValueError):
    """A file, an option or a value is wrong."""


class FileError(LifecircleError, OSError):
    """A file cannot be read or written."""

    def __str__(self):
        return Exception.__str__(self)


class Cancelled(LifecircleError):
    """The progress function asked to stop."""
