"""A city in memory."""
import ctypes
import tempfile

import numpy

from . import _abi
from ._library import Context, encode, lib, options, strings, text
from ._sources import Sources


class City:
    """What there is in a city: communities, facilities, paths. Read once, measured as often as you like.

    Every source is a path with suffixes as in QGIS ("parks.gpkg|layername=parks"), a GeoDataFrame, or a
    :class:`Source`.

    Parameters
    ----------
    communities : source
        Community polygons.
    osm : path or list of paths, optional
        OpenStreetMap files: the network, and every category without a source of its own.
    network : source, optional
        Lines to walk on, or an OpenStreetMap file, instead of those of `osm`.
    id_field, name_field, population_field : str, optional
        Fields of the communities.
    facilities, entrances : dict, optional
        Sources by category, such as ``{"park": parks}``; several of a category as a list.
    pois : source or list of sources, optional
        Tables of AMap or Baidu.
    residential, demand, compounds, gates, dem : source, optional
        Residential land, weighted places (`weight_field`, `floors_field`), gated compounds with their gates, heights.
    profile : str, path, dict or list of those, optional
        Profiles that the city is read for; without, everything is read that the rules know.
    min_component_m, island_gap_m, dem_smooth_m : float, optional
        As the options of the program.
    walk_cost : str, optional
        What walking costs beyond length: "realistic", "langmuir", "step_free", or a set as YAML.
    keep_paths : bool, optional
        Keep the paths as they were read, so that :meth:`live` can take edits of paths.
    data_dir : path, optional
        Folder with profiles/ and rules/.
    threads : int, optional
        Worker threads; default one a processor. Numbers do not depend on it.
    language : str, optional
        "en" (default) or "zh": messages, warnings, and the outputs that are for people.
    max_memory : int, optional
        Bytes that the whole process, Python included, may hold while the library works; default three quarters of the
        machine's memory (docs/limits.md).
    offline : bool, optional
        Refuse sources that lie elsewhere: addresses, databases.
    progress : callable, optional
        ``progress(phase, done)``, called now and then with a phrase and a number from 0 to 1; what returns False ends the
        work with :class:`Cancelled`. Ctrl-C ends it, too.

    Raises
    ------
    InputError, FileError, Cancelled, MemoryError
    """

    def __init__(self, communities, osm=None, *, network=None, id_field=None, name_field=None, population_field=None,
                 facilities=None, pois=None, entrances=None, residential=None, demand=None, weight_field=None,
                 floors_field=None, compounds=None, gates=None, dem=None, profile=None, min_component_m=None,
                 island_gap_m=None, dem_smooth_m=None, walk_cost=None, keep_paths=None, data_dir=None, threads=None,
                 language=None, max_memory=None, offline=None, progress=None):  # fmt: skip
        from ._check import load_profile

        self._settings = dict(threads=threads, language=language, max_memory=max_memory, offline=offline)
        self._data_dir = data_dir
        context = self._context(progress)
        wanted = profile if isinstance(profile, (list, tuple)) else [] if profile is None else [profile]
        loaded = [load_profile(context, one, data_dir) for one in wanted]
        with tempfile.TemporaryDirectory(prefix="lifecircle-") as folder:
            sources = Sources(folder)
            made = options(
                _abi.lc_city_options,
                network=sources.text(network, "network"), communities=sources.text(communities, "communities"),
                residential=sources.text(residential, "residential"), demand=sources.text(demand, "demand"),
                compounds=sources.text(compounds, "compounds"), gates=sources.text(gates, "gates"),
                dem=sources.text(dem, "dem"), id_field=id_field, name_field=name_field, population_field=population_field,
                weight_field=weight_field, floors_field=floors_field, min_component_m=min_component_m,
                island_gap_m=island_gap_m, dem_smooth_m=dem_smooth_m, walk_cost=walk_cost, keep_paths=keep_paths, data_dir=data_dir,
            )  # fmt: skip
            made.osm, made.n_osm = strings(sources.list(osm, "osm"))
            made.facilities, made.n_facilities = strings(sources.by_category(facilities))
            made.entrances, made.n_entrances = strings(sources.by_category(entrances))
            made.pois, made.n_pois = strings(sources.list(pois, "pois"))
            made.profiles = (ctypes.c_void_p * max(len(loaded), 1))(*(one.pointer for one in loaded))
            made.n_profiles = len(loaded)
            self._handle = context.make(lib.lc_city_open, lib.lc_city_free, ctypes.byref(made))

    def _context(self, progress):
        return Context(progress=progress, **self._settings)

    def check(self, profile="life-circle", *, edits=None, progress=None, **how):
        """Measure the communities by the indicators of a profile.

        Parameters
        ----------
        profile : str, path or dict
            The name of a built-in profile, a YAML file, or a profile as a dict.
        link_limit_m, max_error, max_distance_error_m : float, optional
            As the options of the program.
        overlap, allow_no_data : bool, optional
            The same.
        edits : source or list of sources, optional
            What if: layers with a field `op` (docs/edits.md), carried out in their order before the city is measured. The
            city itself stays as it is. Edits of paths need ``keep_paths`` of the city.
        want : list of str, optional
            What the result is to hold beyond its numbers, each of which takes its time: "areas", "gaps", "facilities",
            "network".
        distances : list of str, optional
            Categories of which the walking distance is wanted as a raster.
        progress : callable, optional
            As in :class:`City`.

        Returns
        -------
        Result

        Raises
        ------
        InputError
            Also for an edit that does nothing, which it names.
        FileError, Cancelled, MemoryError

        Examples
        --------
        >>> city = lifecircle.City("districts.shp", osm="city.osm.pbf", keep_paths=True)
        >>> plan = geopandas.read_file("plan-b.gpkg", layer="edit_points")
        >>> before, after = city.check(), city.check(edits=plan)
        >>> after.communities["store_500"] - before.communities["store_500"]
        """
        from ._check import check_options, load_profile
        from ._edits import read_edits
        from ._result import Result

        context = self._context(progress)
        loaded = load_profile(context, profile, self._data_dir)
        made = check_options(**how)
        read = read_edits(context, edits)
        made.edits = read.pointer if read else None
        handle = context.make(lib.lc_check, lib.lc_report_free, self._handle.pointer, loaded.pointer, ctypes.byref(made))
        return Result(handle, self._settings)

    def live(self, profile="life-circle", *, link_limit_m=None, max_error=None, max_distance_error_m=None, overlap=None,
             progress=None):  # fmt: skip
        """The city to be checked again and again with other edits (docs/edits.md).

        Parameters
        ----------
        profile, link_limit_m, max_error, max_distance_error_m, overlap, progress
            As for :meth:`check`.

        Returns
        -------
        Live
        """
        from ._check import check_options, load_profile
        from ._live import Live

        context = self._context(progress)
        made = check_options(link_limit_m=link_limit_m, max_error=max_error, max_distance_error_m=max_distance_error_m,
                             overlap=overlap)  # fmt: skip
        return Live(self, context, load_profile(context, profile, self._data_dir), made)

    def distance(self, points, category, *, metric=None, level=None, min_area_m2=None, max_area_m2=None, range_m=None,
                 link_limit_m=None, progress=None):  # fmt: skip
        """Walking distances from points to the nearest facility of a category, and which one it is.

        Parameters
        ----------
        points : GeoSeries or GeoDataFrame of points, or array of shape (n, 2)
            An array holds longitudes and latitudes (WGS 84), and is used without a copy when it is of float64 and in C
            order.
        category : str
        metric : {"network", "straight"}, optional
        level : {"street", "community", "station"}, optional
        min_area_m2, max_area_m2, range_m, link_limit_m : float, optional
            Facilities of this size; how far to look; the longest straight leg to the network.

        Returns
        -------
        distance_m : numpy.ndarray of float
            Infinite where nothing is in reach, or the point is off the network.
        facility : numpy.ndarray of object
            The id of the facility; None where there is none.
        """
        context = self._context(progress)
        xy = _lonlat(points)
        n = len(xy)
        distance = numpy.empty(n)
        which = numpy.empty(n, dtype=numpy.uintp)
        made = options(_abi.lc_nearest_options, category=category, metric=metric, level=level, min_area_m2=min_area_m2,
                       max_area_m2=max_area_m2, range_m=range_m, link_limit_m=link_limit_m)  # fmt: skip
        context.call(lib.lc_distance, self._handle.pointer, ctypes.byref(made), n, _pointer(xy, ctypes.c_double),
                     _pointer(distance, ctypes.c_double), _pointer(which, ctypes.c_size_t))  # fmt: skip
        return distance, self._facility_ids(category)[numpy.where(numpy.isinf(distance), -1, which.astype(numpy.intp))]

    def _facility_ids(self, category):
        """Ids by number; the last one, which -1 finds, is None."""
        name = encode(category)
        count = lib.lc_city_facility_count(self._handle.pointer, name)
        ids = numpy.empty(count + 1, dtype=object)
        for i in range(count):
            ids[i] = text(lib.lc_city_get_facility(self._handle.pointer, name, i).id)
        return ids

    def site(self, indicators, candidates, *, profile="life-circle", progress=None, **question):
        """Where to add facilities, and how good the answer is (docs/siting.md).

        Parameters
        ----------
        indicators : str or list of str
            What is to be covered: ids of the profile, or ``"ID=WEIGHT"``.
        candidates : source or list of sources
            Points or polygons where one may build, or ``"paths:50"``, a point every 50 m along paths.
        profile : str, path or dict
        count, reach, each_community, budget : float
            The question, one of the four: so many sites; the city's share to reach; that of every community; a sum of
            costs.
        must, exclude : list of str, optional
            Ids of candidates that are taken, or not taken, in any case.
        time_limit_s, max_memory, link_limit_m : float, optional
        progress : callable, optional

        Returns
        -------
        Siting
        """
        from ._siting import site

        return site(self, self._context(progress), indicators, candidates, profile, self._data_dir, question)


def _pointer(array, kind):
    return array.ctypes.data_as(ctypes.POINTER(kind))


def _lonlat(points):
    """Points as an array of lon, lat."""
    if hasattr(points, "geometry") and hasattr(points, "crs"):
        points = points.geometry
        if points.crs is not None:
            points = points.to_crs(4326)
        points = numpy.column_stack([points.x, points.y])
    xy = numpy.ascontiguousarray(points, dtype=numpy.float64)
    if xy.ndim != 2 or xy.shape[1] != 2:
        raise ValueError("points: give an array of shape (n, 2), lon and lat, or a GeoSeries of points")
    return xy
