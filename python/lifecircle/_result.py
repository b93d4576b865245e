"""The result of a check, as tables."""
import collections
import ctypes
import functools

import geopandas
import numpy
import pandas
from shapely import wkb

from . import _abi
from ._library import Context, encode, lib, options, take_bytes, text

Warning_ = collections.namedtuple("Warning", "code message count examples")
Grid = collections.namedtuple("Grid", "distance_m west north cell_m crs")
Grid.__doc__ = "Walking distances on square cells, rows from the north; NaN off the network and out of range."

_KINDS = {
    ".geojson": _abi.LC_REPORT, ".json": _abi.LC_REPORT, ".csv": _abi.LC_CSV, ".xlsx": _abi.LC_XLSX,
    ".gpkg": _abi.LC_GPKG, ".html": _abi.LC_MAP, ".md": _abi.LC_MARKDOWN, ".xml": _abi.LC_JUNIT,
    ".sqlite": _abi.LC_HISTORY,
}  # fmt: skip
_NAMED = {"report": _abi.LC_REPORT, "areas": _abi.LC_AREAS, "gaps": _abi.LC_GAPS, "distances": _abi.LC_DISTANCES,
          "csv": _abi.LC_CSV, "csv_bom": _abi.LC_CSV_BOM, "xlsx": _abi.LC_XLSX, "gpkg": _abi.LC_GPKG,
          "map": _abi.LC_MAP, "markdown": _abi.LC_MARKDOWN, "junit": _abi.LC_JUNIT,
          "history": _abi.LC_HISTORY}  # fmt: skip


def members(struct, skip=()):
    """The members of a C struct as Python values."""
    values = {}
    for name, kind in struct._fields_:
        if name in skip:
            continue
        value = getattr(struct, name)
        values[name] = value.decode() if isinstance(value, bytes) else value
    return values


class Result:
    """What a check measured. Immutable; tables are made when they are asked for, and kept.

    Attributes
    ----------
    communities : GeoDataFrame
        A row each, with the columns of the report (docs/report.md): ``ID`` is the share of indicator ID, ``ID_verdict``,
        ``ID_reason``, ``ID_mean_m``, …; ``CATEGORY_count``, … for every category. Numbers are not rounded.
    indicators : DataFrame
        The city's numbers, by id.
    areas, gaps, facilities, paths : GeoDataFrame
        Service areas, gaps (largest first), facilities with the demand that each serves, the paths that were walked on;
        each only if the check was asked for it.
    inputs : DataFrame
        What the city was read from.
    warnings : list of (code, message, count, examples)
    parameters : dict
    passed : bool
        Is every target of the city met?
    """

    def __init__(self, handle, settings):
        self._handle, self._settings = handle, settings

    @property
    def _report(self):
        return self._handle.pointer

    def _shapes(self, kind, n):
        """n shapes, as the library gives them: WKB."""
        context = Context(**self._settings)
        found = []
        for i in range(n):
            pointer, size = ctypes.c_void_p(), ctypes.c_size_t()
            context.call(lib.lc_report_wkb, self._report, kind, i, ctypes.byref(pointer), ctypes.byref(size))
            found.append(wkb.loads(take_bytes(pointer.value, size.value)))
        return geopandas.GeoSeries(found, crs=4326 if lib.lc_report_crs(self._report) else None)

    def _frame(self, columns, kind, n):
        return geopandas.GeoDataFrame(columns, geometry=self._shapes(kind, n))

    @functools.cached_property
    def indicators(self):
        n = lib.lc_report_indicator_count(self._report)
        rows = [members(lib.lc_report_indicator(self._report, i), skip=("combines", "n_parts", "least")) for i in range(n)]
        for row in rows:
            row["verdict"] = text(lib.lc_verdict_name(row["verdict"]))
        return pandas.DataFrame(rows).set_index("id")

    @functools.cached_property
    def communities(self):
        report, n = self._report, lib.lc_report_community_count(self._report)
        known = [lib.lc_report_community(report, c) for c in range(n)]
        columns = {name: [members(one)[name] for one in known] for name in ("id", "name", "area_m2", "population")}
        for i, identity in enumerate(self.indicators.index):
            columns.update(self._values(i, identity, n))
        for k in range(lib.lc_report_category_count(report)):
            columns.update(self._amounts(k, n))
        columns["edge_effect"] = [lib.lc_report_edge_effect(report, c) for c in range(n)]
        return self._frame(columns, _abi.LC_SHAPE_COMMUNITY, n)

    def _values(self, i, identity, n):
        values = [lib.lc_report_value(self._report, c, i) for c in range(n)]
        more = [lib.lc_report_statistics(self._report, c, i) for c in range(n)]
        columns = {identity: [v.ratio for v in values]}
        for name in ("err", "offnet", "island", "mean_m", "mean_err_m"):
            columns[f"{identity}_{name}"] = [getattr(v, name) for v in values]
        columns[f"{identity}_verdict"] = [text(lib.lc_verdict_name(v.verdict)) for v in values]
        columns[f"{identity}_reason"] = [text(v.reason) for v in values]
        for name in ("p50_m", "p50_err_m", "p90_m", "p90_err_m", "facilities", "per_10k", "overlap", "overlap_err"):
            columns[f"{identity}_{name}"] = [getattr(s, name) for s in more]
        if lib.lc_report_indicator(self._report, i).combines:  # no facility is its own
            columns[f"{identity}_facilities"] = [None] * n
        for band in range(lib.lc_report_band_count(self._report)):
            edge = lib.lc_report_band_edge(self._report, band)
            columns[f"{identity}_band_{edge:g}"] = [lib.lc_report_band(self._report, c, i, band) for c in range(n)]
        if self._combines(i):
            columns[f"{identity}_services"] = [lib.lc_report_services(self._report, c, i) for c in range(n)]
            for k in range(self._combines(i) + 1):
                columns[f"{identity}_k{k}"] = [lib.lc_report_parts_share(self._report, c, i, k) for c in range(n)]
        return columns

    def _combines(self, i):
        """The number of parts of an indicator that asks for several at least; else 0."""
        indicator = lib.lc_report_indicator(self._report, i)
        return indicator.n_parts if indicator.combines == _abi.LC_COMBINES_AT_LEAST else 0

    def _amounts(self, k, n):
        category = lib.lc_report_category(self._report, k)
        amounts = [lib.lc_report_amount(self._report, c, k) for c in range(n)]
        identity = category.id.decode()
        if not category.known:
            return {f"{identity}_count": [None] * n}
        return {f"{identity}_{name}": [getattr(a, name) for a in amounts] for name, _ in _abi.lc_amount._fields_}

    @functools.cached_property
    def areas(self):
        return self._frame(self.indicators.reset_index(), _abi.LC_SHAPE_AREA, len(self.indicators))

    @functools.cached_property
    def gaps(self):
        n = lib.lc_report_gap_count(self._report)
        gaps = [lib.lc_report_gap(self._report, i) for i in range(n)]
        names, ids = self.communities["name"].to_numpy(), self.communities["id"].to_numpy()
        columns = {
            "community": [ids[g.community] for g in gaps], "community_name": [names[g.community] for g in gaps],
            "indicator": [self.indicators.index[g.indicator] for g in gaps],
            "area_m2": [g.area_m2 for g in gaps], "weight": [g.weight for g in gaps],
        }  # fmt: skip
        return self._frame(columns, _abi.LC_SHAPE_GAP, n)

    @functools.cached_property
    def facilities(self):
        n = lib.lc_report_facility_count(self._report)
        columns = pandas.DataFrame([members(lib.lc_report_facility(self._report, i)) for i in range(n)])
        for k, identity in enumerate(self.indicators.index):
            columns[f"served_{identity}"] = [lib.lc_report_served(self._report, i, k) for i in range(n)]
        return self._frame(columns, _abi.LC_SHAPE_FACILITY, n)

    @functools.cached_property
    def paths(self):
        n = lib.lc_report_path_count(self._report)
        columns = pandas.DataFrame([members(lib.lc_report_path(self._report, i)) for i in range(n)])
        return self._frame(columns, _abi.LC_SHAPE_PATH, n)

    @functools.cached_property
    def inputs(self):
        n = lib.lc_report_input_count(self._report)
        return pandas.DataFrame([members(lib.lc_report_input(self._report, i)) for i in range(n)])

    @functools.cached_property
    def warnings(self):
        found = [lib.lc_report_warning(self._report, i) for i in range(lib.lc_report_warning_count(self._report))]
        return [Warning_(text(w.code), text(w.message), w.count, [text(w.examples[k]) for k in range(w.n_examples)]) for w in found]

    @property
    def parameters(self):
        return members(lib.lc_report_parameters(self._report))

    @property
    def profile(self):
        return text(lib.lc_report_profile(self._report))

    @property
    def passed(self):
        return lib.lc_report_passed(self._report)

    def worst(self, indicator, n=10):
        """The least served communities of an indicator, the lowest share first."""
        found = (ctypes.c_size_t * n)()
        count = lib.lc_report_worst(self._report, self.indicators.index.get_loc(indicator), found, n)
        return self.communities.iloc[list(found[:count])]

    def distances(self, category):
        """The walking distance to a category on a grid: (distance_m, west, north, cell_m, crs).

        The array is the library's own memory, without a copy, and read-only.
        """
        grid = _abi.lc_grid_info()
        if not lib.lc_report_grid(self._report, encode(category), ctypes.byref(grid)):
            raise KeyError(
                f"{category}: the check was not asked for its distances; add it to `distances`. Those of communities in "
                "several planes are written alone: write('distances', …)"
            )
        cells = (ctypes.c_float * (grid.width * grid.height)).from_address(ctypes.addressof(grid.d_m.contents))
        cells.owner = self._handle  # the memory is that of the report
        array = numpy.frombuffer(cells, dtype=numpy.float32).reshape(grid.height, grid.width)
        array.flags.writeable = False
        return Grid(array, grid.west, grid.north, grid.cell_m, text(lib.lc_report_crs(self._report)))

    def write(self, path, kind=None, *, category=None, out_crs=None, tiles=None):
        """Write the result as the program does; the same result gives the same bytes.

        Parameters
        ----------
        path : path
        kind : str, optional
            "report", "areas", "gaps", "distances" (of `category`), "csv", "csv_bom", "xlsx", "gpkg", "map", "markdown",
            "junit" or "history"; default by the ending: .geojson, .csv, .xlsx, .gpkg, .html, .md, .xml, .sqlite.
        out_crs : str, optional
            CRS of areas, gaps, GeoPackage and workbook.
        """
        context = Context(**self._settings)
        ending = str(path)[str(path).rfind("."):].lower() if "." in str(path) else ""
        if kind is None and ending not in _KINDS or kind is not None and kind not in _NAMED:
            raise ValueError(f"{path}: say what to write with `kind`, one of {', '.join(_NAMED)}")
        made = options(_abi.lc_write_options, category=category, out_crs=out_crs, tiles=tiles)
        number = _KINDS[ending] if kind is None else _NAMED[kind]
        context.call(lib.lc_write, self._report, number, encode(path), ctypes.byref(made))

    def __repr__(self):
        shares = ", ".join(f"{i} {r:.3f}" for i, r in self.indicators["ratio"].items())
        return f"<lifecircle.Result of {self.profile}, {lib.lc_report_community_count(self._report)} communities: {shares}>"
