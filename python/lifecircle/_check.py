"""Checks, and the profiles that they measure by."""
import ctypes
import json
import os

from . import _abi
from ._city import City
from ._library import Context, encode, lib, options, strings

WANTED = ("areas", "gaps", "facilities", "network")


def load_profile(context, profile, data_dir=None):
    """A profile of a name, a path, or a dict."""
    folder = encode(data_dir)
    if isinstance(profile, dict):
        text = json.dumps(profile, ensure_ascii=False).encode()  # JSON is YAML
        return context.make(lib.lc_profile_parse, lib.lc_profile_free, folder, text)
    return context.make(lib.lc_profile_load, lib.lc_profile_free, folder, encode(profile))


def check_options(want=(), distances=None, **how):
    """The options of a check, with the names of this package."""
    wanted = [want] if isinstance(want, str) else list(want)
    for one in wanted:
        if one not in WANTED:
            raise ValueError(f"want: '{one}' is none of {', '.join(WANTED)}")
    made = options(_abi.lc_check_options, **{f"want_{one}": True for one in wanted}, **how)
    made.categories, made.n_categories = strings([distances] if isinstance(distances, (str, os.PathLike)) else distances)
    return made


def check(communities, osm=None, *, profile="life-circle", link_limit_m=None, max_error=None, max_distance_error_m=None,
          overlap=None, allow_no_data=None, edits=None, want=(), distances=None, progress=None, **city):  # fmt: skip
    """Read a city and measure it.

    Parameters
    ----------
    communities, osm, **city
        As for :class:`City`.
    profile, link_limit_m, max_error, max_distance_error_m, overlap, allow_no_data, edits, want, distances
        As for :meth:`City.check`. Edits of paths need nothing more: the city keeps its paths for them.
    progress : callable, optional
        As in :class:`City`.

    Returns
    -------
    Result

    Examples
    --------
    >>> result = lifecircle.check("districts.shp", osm="city.osm.pbf", profile="park-service-radius", want=["gaps"])
    >>> result.gaps.to_file("gaps.gpkg")

    What if a shop is built here?

    >>> plan = geopandas.GeoDataFrame({"op": ["add"], "category": ["convenience_store"]}, geometry=[Point(-15.43, 28.13)], crs=4326)
    >>> after = lifecircle.check("districts.shp", osm="city.osm.pbf", edits=plan)
    """
    if edits is not None:
        city.setdefault("keep_paths", True)
    read = City(communities, osm, profile=profile, progress=progress, **city)
    return read.check(profile, link_limit_m=link_limit_m, max_error=max_error,
                      max_distance_error_m=max_distance_error_m, overlap=overlap, allow_no_data=allow_no_data,
                      edits=edits, want=want, distances=distances, progress=progress)  # fmt: skip


def profiles(data_dir=None):
    """The built-in profiles: a dict of names and titles."""
    found = {}
    context = Context()
    kind = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p)
    take = kind(lambda name, title, _zh, _user: found.__setitem__(name.decode(), title.decode() if title else None))
    context.call(lib.lc_profile_list, encode(data_dir), ctypes.cast(take, ctypes.c_void_p), None)
    return found
