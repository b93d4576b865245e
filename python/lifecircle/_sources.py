"""What the library reads, from files or from GeoDataFrames."""
import csv
import os
import pathlib

import numpy


class Source:
    """A file or a GeoDataFrame, and how to read it.

    Parameters
    ----------
    data : path or GeoDataFrame
        A path may have suffixes of its own, as in "city.gpkg|layername=parks".
    **keys
        Suffixes of a SOURCE: `layername`, `subset`, `crs`, `encoding`, `noding`, `level_field`, `area_field`, `dedupe`, …
        (docs/inputs.md).

    Examples
    --------
    >>> lifecircle.Source("roads.shp", noding="all", encoding="GBK")
    >>> lifecircle.Source(parks, area_field="area")
    """

    def __init__(self, data, **keys):
        self.data, self.keys = data, keys


def is_frame(data):
    return hasattr(data, "geometry") and hasattr(data, "crs")


def _points(points):
    return ",".join(" ".join(map(repr, point)) for point in numpy.asarray(points)[:, :2].tolist())


def _rings(polygon):
    return "(" + ",".join(f"({_points(ring.coords)})" for ring in (polygon.exterior, *polygon.interiors)) + ")"


def _wkt(shape):
    """Well-known text with every digit: repr() of a float reads back as the same float."""
    kind = shape.geom_type
    if shape.is_empty:
        return ""
    if kind == "Point":
        return f"POINT ({_points(shape.coords)})"
    if kind in ("LineString", "LinearRing"):
        return f"LINESTRING ({_points(shape.coords)})"
    if kind == "Polygon":
        return f"POLYGON {_rings(shape)}"
    parts = [_wkt(part) for part in shape.geoms]
    if kind == "GeometryCollection":
        return f"GEOMETRYCOLLECTION ({','.join(parts)})"
    return f"{kind.upper()} ({','.join(part.split(' ', 1)[1] for part in parts)})"


def _crs_text(frame, name):
    if frame.crs is None:
        raise ValueError(f"{name}: the GeoDataFrame has no CRS; set it with .set_crs()")
    authority = frame.crs.to_authority(min_confidence=100)
    return ":".join(authority) if authority else frame.crs.to_wkt().replace("\n", " ")


def _cell(value):
    if value is None or value != value:
        return ""
    if isinstance(value, (float, numpy.floating)):
        return repr(float(value)).removesuffix(".0")
    return str(value)


def _write(frame, path):
    columns = [c for c in frame.columns if c != frame.geometry.name]
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["WKT", *columns])
        for shape, values in zip(frame.geometry, frame[columns].itertuples(index=False, name=None)):
            rows.writerow(["" if shape is None else _wkt(shape), *map(_cell, values)])


class Sources:
    """SOURCE texts of one call; frames are written into a folder that goes when the call is over."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self._n = 0

    def text(self, data, name):
        """The SOURCE of a path, a GeoDataFrame or a Source; None stays None."""
        if data is None:
            return None
        keys = {}
        if isinstance(data, Source):
            data, keys = data.data, dict(data.keys)
        if is_frame(data):
            path = self.folder / str(self._n) / f"{name}.csv"
            self._n += 1
            path.parent.mkdir()
            _write(data, path)
            keys.setdefault("crs", _crs_text(data, name))
            keys["encoding"] = "UTF-8"
            data = path
        return "|".join([os.fspath(data), *(f"{key}={value}" for key, value in keys.items())])

    def list(self, data, name):
        """One or several."""
        if data is None:
            return []
        many = isinstance(data, (list, tuple))
        return [self.text(one, name) for one in (data if many else [data])]

    def by_category(self, data):
        """{"park": parks, …}, a category's value being one source or a list of them."""
        return [f"{category}={text}" for category, one in (data or {}).items() for text in self.list(one, category)]
