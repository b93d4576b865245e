"""Edits: what if?"""
import tempfile

from ._library import lib
from ._sources import Sources


def read_edits(context, edits):
    """The edits of a source or of a list of them, one after the other; None where there is no source."""
    with tempfile.TemporaryDirectory(prefix="lifecircle-") as folder:
        sources = Sources(folder).list(edits, "edits")
        read = context.make(lib.lc_edits_new, lib.lc_edits_free, None) if sources else None
        for source in sources:
            context.call(lib.lc_edits_read, read.pointer, source.encode())
    return read
