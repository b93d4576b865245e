"""Where to add."""
import ctypes
import tempfile

import geopandas

from . import _abi
from ._library import Context, encode, lib, options, strings
from ._result import members
from ._sources import Sources

_QUESTIONS = ("count", "reach", "each_community", "budget")
_KINDS = {".geojson": _abi.LC_SITING_GEOJSON, ".gpkg": _abi.LC_SITING_GPKG, ".csv": _abi.LC_SITING_CSV,
          ".html": _abi.LC_SITING_MAP}  # fmt: skip


class Siting:
    """The answer of :meth:`City.site`.

    Attributes
    ----------
    sites : GeoDataFrame
        The sites in the order of gain, with what each one covers beyond those before it.
    totals : dict
        Covered demand without and with the sites, what is proven (`bound`, `gap`, `optimal`), exact shares before and after.
    curve : list of float
        Covered demand with the first k sites.
    """

    def __init__(self, handle, settings):
        self._handle, self._settings = handle, settings
        siting = handle.pointer
        n = lib.lc_siting_count(siting)
        rows = [members(lib.lc_siting_site(siting, i)) for i in range(n)]
        points = geopandas.points_from_xy([r["lon"] for r in rows], [r["lat"] for r in rows], crs=4326)
        self.sites = geopandas.GeoDataFrame(rows, geometry=points)
        self.totals = members(lib.lc_siting_totals_of(siting))
        self.totals["question"] = _QUESTIONS[self.totals["question"]]
        self.curve = [lib.lc_siting_curve(siting, k) for k in range(n + 1)]

    def write(self, path, *, edits=False):
        """Write the sites: .geojson, .gpkg, .csv, .html; or, with `edits`, a GeoJSON of edits that add them."""
        context = Context(**self._settings)
        ending = str(path)[str(path).rfind("."):].lower()
        if not edits and ending not in _KINDS:
            raise ValueError(f"{path}: the name must end in {', '.join(_KINDS)}")
        kind = _abi.LC_SITING_EDITS if edits else _KINDS[ending]
        context.call(lib.lc_siting_write, self._handle.pointer, kind, encode(path))


def site(city, context, indicators, candidates, profile, data_dir, question):
    from ._check import load_profile

    loaded = load_profile(context, profile, data_dir)
    with tempfile.TemporaryDirectory(prefix="lifecircle-") as folder:
        sources = Sources(folder)
        must, exclude = question.pop("must", None), question.pop("exclude", None)
        made = options(_abi.lc_site_options, data_dir=data_dir, **question)
        made.indicators, made.n_indicators = strings([indicators] if isinstance(indicators, str) else indicators)
        made.candidates, made.n_candidates = strings(sources.list(candidates, "candidates"))
        made.must, made.n_must = strings(must)
        made.exclude, made.n_exclude = strings(exclude)
        handle = context.make(lib.lc_site, lib.lc_siting_free, city._handle.pointer, loaded.pointer, ctypes.byref(made))
    return Siting(handle, city._settings)
