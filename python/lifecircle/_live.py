"""A city that is checked again and again with other edits."""
import ctypes
import json

import geopandas

from ._edits import read_edits
from ._errors import LifecircleError
from ._library import lib, take_text
from ._result import Result


class _Borrowed:
    """A report that belongs to a live city: there until the next step, and then an error, not another's memory."""

    def __init__(self, live, take):
        self._live, self._take, self._step = live, take, live._step

    @property
    def pointer(self):
        if self._step not in (None, self._live._step):
            raise LifecircleError("the live city has other edits now: ask for its report again")
        return self._take(self._live._handle.pointer)


class Live:
    """A city with edits, made by :meth:`City.live`. What edits cannot reach is not measured again. For one thread.

    Attributes
    ----------
    report : Result
        The numbers as they stand, those of a check with the same edits; valid until the next `set` or `undo`. Tables
        that were taken out of it stay.
    base : Result
        The numbers without edits.
    """

    def __init__(self, city, context, profile, made):
        self._settings, self._step = city._settings, 0
        self._handle = context.make(lib.lc_live_open, lib.lc_live_free, city._handle.pointer, profile.pointer, ctypes.byref(made))
        self._handle.needs = (city._handle, profile, made)  # they outlive it
        lib.lc_live_skip_extras(self._handle.pointer)
        self.base = Result(_Borrowed(self, lib.lc_live_base), self._settings)
        self.base._handle._step = None
        self._city, self._report = city, None

    @property
    def report(self):
        if self._report is None:
            self._report = Result(_Borrowed(self, lib.lc_live_report), self._settings)
        return self._report

    def _went_on(self):
        self._step += 1
        self._report = None

    def set(self, edits=None, *, progress=None):
        """Check the city with these edits, in place of those before; when that fails, everything stays as it was.

        Parameters
        ----------
        edits : source or list of sources, optional
            Layers with a field `op` (docs/edits.md); None is the city as it is. Edits of paths need ``keep_paths`` of
            the city.
        progress : callable, optional
            As in :class:`City`.
        """
        context = self._city._context(progress)
        read = read_edits(context, edits)
        context.call(lib.lc_live_set, self._handle.pointer, read.pointer if read else None)
        self._went_on()

    def undo(self):
        """Go back to the edits before the last `set`."""
        self._city._context(None).call(lib.lc_live_undo, self._handle.pointer)
        self._went_on()

    def change(self, indicator):
        """What the edits change of an indicator's service area: a GeoDataFrame with `kind` ("gained", "lost"), `area_m2`
        and `people`, drawn from a lattice of 10 m, for the eye."""
        number = self.base.indicators.index.get_loc(indicator)
        made = ctypes.c_void_p()
        self._city._context(None).call(lib.lc_live_change, self._handle.pointer, number, ctypes.byref(made))
        features = json.loads(take_text(made.value))["features"]
        if not features:
            return geopandas.GeoDataFrame({"kind": [], "area_m2": [], "people": []}, geometry=[], crs=4326)
        return geopandas.GeoDataFrame.from_features(features, crs=4326)
