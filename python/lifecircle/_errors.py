"""Errors of the library as exceptions."""


class LifecircleError(Exception):
    """What went wrong, where, and what to do about it, in one line.

    Attributes
    ----------
    file, layer : str or None
        The file that the error is about, and the layer in it.
    line : int or None
        The line of a text file, from 1 on.
    feature : int or None
        The number of the feature in its layer, from 1 on.
    """

    def __init__(self, message, file=None, layer=None, line=None, feature=None):
        super().__init__(message)
        self.file, self.layer, self.line, self.feature = file, layer, line, feature


class InputError(LifecircleError, ValueError):
    """A file, an option or a value is wrong."""


class FileError(LifecircleError, OSError):
    """A file cannot be read or written."""

    def __str__(self):
        return Exception.__str__(self)


class Cancelled(LifecircleError):
    """The progress function asked to stop."""
