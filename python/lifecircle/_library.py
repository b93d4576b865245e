"""The shared library: found, held to the version that this package was made for, called."""
import contextlib
import ctypes
import os
import pathlib
import signal
import threading

from . import _abi
from ._errors import Cancelled, FileError, InputError, LifecircleError

_NAME = "liblifecircle.so.0"
_ERRORS = {
    _abi.LC_ERR_INPUT: InputError,
    _abi.LC_ERR_IO: FileError,
    _abi.LC_ERR_CANCELLED: Cancelled,
}


def _load():
    path = os.environ.get("LIFECIRCLE_LIBRARY")
    beside = pathlib.Path(__file__).resolve().parent.parent.parent / _NAME  # of a build that was not installed
    library = ctypes.CDLL(path or (str(beside) if beside.exists() else _NAME))
    library.lc_version.restype = ctypes.c_char_p
    found = library.lc_version().decode()
    if found != _abi.VERSION:
        raise ImportError(f"lifecircle {_abi.VERSION} for Python needs {_NAME} of the same version, and found {found}")
    for name, (result, arguments) in _abi.FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


lib = _load()
_libc = ctypes.CDLL(None)
_libc.free.argtypes = [ctypes.c_void_p]


def version():
    """The version of the library, such as "0.1.0"."""
    return lib.lc_version().decode()


def text(value):
    """A C string of the library, or None."""
    return None if value is None else value.decode()


def encode(value):
    """A text for the library; None stays None."""
    return None if value is None else os.fspath(value).encode()


def take_text(pointer):
    """A malloc'ed C string, which is freed."""
    value = ctypes.string_at(pointer).decode()
    _libc.free(pointer)
    return value


def take_bytes(pointer, size):
    """Malloc'ed bytes, which are freed."""
    value = ctypes.string_at(pointer, size)
    _libc.free(pointer)
    return value


def options(kind, **values):
    """A struct of options at its defaults, then with `values` that are not None."""
    made = kind()
    made.size = ctypes.sizeof(kind)
    for name in _abi.UNSET[kind]:
        setattr(made, name, float("nan"))
    for name, value in values.items():
        if value is None:
            continue
        kind_of = dict(kind._fields_)[name]
        setattr(made, name, encode(value) if kind_of is ctypes.c_char_p else value)
    return made


def strings(values):
    """A list of texts as an array of C strings, and their number."""
    encoded = [encode(value) for value in values or ()]
    return (ctypes.c_char_p * max(len(encoded), 1))(*encoded), len(encoded)


class Handle:
    """A pointer that the library gave, freed with its Python object."""

    def __init__(self, pointer, free):
        self.pointer, self._free = pointer, free

    def __del__(self):
        if getattr(self, "pointer", None):
            self._free(self.pointer)
            self.pointer = None


class Context:
    """One piece of work: its threads, its language, its progress, its errors.

    A Ctrl-C while the library works, and an exception in the progress function, end the work, and are raised where it was
    called.
    """

    def __init__(self, threads=None, language=None, max_memory=None, offline=None, progress=None):
        pointer = lib.lc_context_new()
        if not pointer:
            raise MemoryError
        self._handle = Handle(pointer, lib.lc_context_free)
        self._raised, self._interrupted = None, False
        self._user = progress
        self._callback = _abi.lc_progress_fn(self._progress)
        lib.lc_context_set_threads(pointer, threads or 0)
        lib.lc_context_set_language(pointer, (language or "en").encode())
        lib.lc_context_set_max_memory(pointer, int(max_memory or 0))
        lib.lc_context_set_offline(pointer, bool(offline))
        lib.lc_context_set_progress(pointer, ctypes.cast(self._callback, _abi.lc_progress_fn), None)

    @property
    def pointer(self):
        return self._handle.pointer

    def _progress(self, phase, done, _):
        try:
            return not self._interrupted and (self._user is None or self._user(phase.decode(), done) is not False)
        except BaseException as error:  # it is raised again by call()
            self._raised = error
            return False

    @contextlib.contextmanager
    def _interrupts(self):
        """Ctrl-C ends the call: noted while it runs, since an exception may come between any two lines of a callback."""
        own = threading.current_thread() is threading.main_thread()
        if not own or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            yield
            return

        def note(_signal, _frame):
            self._interrupted = True

        signal.signal(signal.SIGINT, note)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def call(self, function, *arguments):
        """Call a function that takes the context first, and raise what it came to, unless that is LC_OK."""
        self._raised, self._interrupted = None, False
        with self._interrupts():
            status = function(self.pointer, *arguments)
        if self._raised is not None:
            raise self._raised
        if self._interrupted:
            raise KeyboardInterrupt
        if status == _abi.LC_OK:
            return
        error = lib.lc_error(self.pointer)
        if status == _abi.LC_ERR_MEMORY:
            raise MemoryError(text(error.text))
        raise _ERRORS.get(status, LifecircleError)(
            text(error.text), text(error.file), text(error.layer), error.line or None,
            error.feature if error.feature > 0 else None,
        )  # fmt: skip

    def make(self, function, free, *arguments):
        """Call a function that makes a handle through its last parameter."""
        out = ctypes.c_void_p()
        self.call(function, *arguments, ctypes.byref(out))
        return Handle(out.value, free)
