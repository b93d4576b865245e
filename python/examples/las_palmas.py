# %% [markdown]
# # Who is left out? Las Palmas de Gran Canaria
# Districts as a GeoDataFrame, an OpenStreetMap extract, and the built-in profile. Runs from the folder of the sources:
# `python3 python/examples/las_palmas.py`, or cell by cell in an editor that knows `# %%`.

# %%
import pathlib
import sys

import geopandas
import matplotlib
import numpy

matplotlib.use("Agg")
import lifecircle

sample = pathlib.Path(__file__).resolve().parents[2] / "data/samples/laspalmas"
picture = sys.argv[1] if len(sys.argv) > 1 else "las_palmas.png"
districts = geopandas.read_file(sample / "districts.shp")

# %% [markdown]
# Read the city once; measure it as often as you like.

# %%
city = lifecircle.City(districts, osm=sample / "laspalmas.osm.pbf", id_field="code", name_field="name")
result = city.check("life-circle", want=["areas", "gaps"])
print(result.indicators[["ratio", "mean_ratio"]])

# %% [markdown]
# The five least served districts, and their largest gaps.

# %%
print(result.worst("store_500", 5)[["name", "store_500", "store_500_straight"]])
gaps = result.gaps[result.gaps["indicator"] == "store_500"]
print(gaps[["community_name", "area_m2"]].head())

# %% [markdown]
# How far is it from any place? A thousand random points, by their nearest store.

# %%
west, south, east, north = districts.to_crs(4326).total_bounds
points = numpy.random.default_rng(1).uniform((west, south), (east, north), (1000, 2))
distance_m, store = city.distance(points, "convenience_store")
print(f"{numpy.isfinite(distance_m).sum()} of {len(points)} points reach a store on foot; the median is "
      f"{numpy.median(distance_m[numpy.isfinite(distance_m)]):.0f} m")  # fmt: skip

# %% [markdown]
# A map.

# %%
axes = result.communities.plot("store_500", cmap="RdYlGn", vmin=0, vmax=1, legend=True, edgecolor="white", figsize=(9, 8))
result.areas[result.areas["id"] == "store_500"].plot(ax=axes, color="none", edgecolor="#1f2933", linewidth=0.4)
axes.set_title("Share within a 500 m walk of a convenience store")
axes.set_axis_off()
axes.figure.savefig(picture, dpi=120)
