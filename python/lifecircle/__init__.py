"""Walking-distance coverage of communities: who lives within walking reach of what they need?

    import geopandas, lifecircle

    districts = geopandas.read_file("districts.shp")
    result = lifecircle.check(districts, osm="city.osm.pbf", name_field="name")
    result.communities.sort_values("store_500").head()

Everything is measured by the library of the program `lifecircle`: the numbers are the same to the last digit. What they
mean is in docs/definitions.md, how this package is used in docs/python.md.
"""
from ._check import check, check_options, load_profile, profiles
from ._city import City
from ._errors import Cancelled, FileError, InputError, LifecircleError
from ._library import version
from ._live import Live
from ._result import Result
from ._siting import Siting
from ._sources import Source

__version__ = version()
__all__ = [
    "Cancelled", "City", "FileError", "InputError", "LifecircleError", "Live", "Result", "Siting", "Source", "check", "profiles",
    "version",
]  # fmt: skip
