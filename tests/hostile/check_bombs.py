#!/usr/bin/env python3
"""Small files that ask for a lot: check_bombs.py FORKED FOLDER [NAME...]

Each is made by bombs.py, and refused or read with at most MOST_MIB of memory, in a time that only a loop without end would miss
(60 s; on a free machine each takes less than 5). LIMIT is what --max-memory allows, unless a case says otherwise.
FORKED is the program by tests/forked.
"""
import os
import sys

sys.dont_write_bytecode = True
import bombs  # noqa: E402
from runs import Forked, Run  # noqa: E402

PROGRAM = Forked(sys.argv[1])
os.makedirs(sys.argv[2], exist_ok=True)
os.chdir(sys.argv[2])

LIMIT, MOST_MIB = "200M", 350
MEMORY = "reading it takes about .* more memory, and of the 200 MiB allowed"
CROSSES = "feature number 1: its outline crosses itself 2001 times or more"
FIELDS = "has more than 10000 fields"
NESTED = "Too many nested objects"
LEVELS = "more than 64 levels of lists and mappings"
BLOCKS = "keeps its cells in blocks of 4295 MB"


def check(**options):
    given = {"network": "road.geojson", "communities": "home.geojson", "facilities": "shop=shop.geojson",
             "profile": "shops.yaml", **options}
    if "osm" in options:
        del given["network"]
    return ["check", "--quiet", "--no-fail"] + [
        word for name, value in given.items() for word in ("--" + name.replace("_", "-"), value)]


def osm(path):
    return check(osm=path)


def osm_in_70m(path):
    """A third of the limit, and a third of the file: XML takes long to read."""
    return [*osm(path), "--max-memory", "70M"]


def shops(path):
    return check(facilities=f"shop={path}|crs=EPSG:4326")


def communities(path):
    return check(communities=path)


def profile(path):
    return check(profile=path)


def inspect(path):
    return ["inspect", path]


CASES = [  # maker and its file, arguments, exit, message
    (bombs.nodes, "nodes.osm.pbf", osm, 2, MEMORY),
    (bombs.refs, "refs.osm.pbf", osm, 2, MEMORY),
    (bombs.members, "members.osm.pbf", osm, 2, MEMORY),
    (bombs.tags, "tags.osm.pbf", osm, 2, MEMORY),
    (bombs.strings, "strings.osm.pbf", osm, 2, "no path in it"),
    (bombs.xml_gz, "nodes.osm.gz", osm_in_70m, 2, MEMORY.replace("200", "70")),
    (bombs.xml_entities, "entities.osm", osm, 2, "amplification factor"),
    (bombs.xml_deep, "deep.osm", osm, 2, "no element found"),
    (bombs.star, "star.geojson", communities, 2, CROSSES),
    (bombs.star_of_3001, "star3001.geojson", communities, 2, CROSSES),
    (bombs.star, "star.geojson", shops, 2, CROSSES),
    (bombs.star_way, "star.osm", osm, 2, "star.osm: relation/1: its outline crosses itself 2001 times or more"),
    (bombs.comb, "comb.geojson", communities, 2, CROSSES),
    (bombs.small_comb, "small_comb.geojson", communities, 0, ""),
    (bombs.crossing_rings, "rings.geojson", communities, 2, CROSSES),
    (bombs.hatching, "hatching.geojson", communities, 0, ""),
    (bombs.grid_lines, "lines.geojson", lambda p: check(network=p), 0, ""),
    (bombs.grid_lines, "lines.geojson", lambda p: check(network=p + "|noding=all"), 2, "."),
    (bombs.properties, "properties.geojson", communities, 2, FIELDS),
    (bombs.properties_spread, "spread.geojson", communities, 2, FIELDS),
    (bombs.properties_lines, "spread.geojsonl", shops, 2, FIELDS),
    (bombs.properties_kml, "properties.kml", communities, 2, FIELDS),
    (bombs.properties_kml, "properties.kml", inspect, 2, FIELDS),
    (bombs.properties_kml, "properties.kml", lambda p: check(demand=p), 2, FIELDS),
    (bombs.properties_kmz, "properties.kmz", communities, 2, FIELDS),
    (bombs.properties_gml, "properties.gml", communities, 2, FIELDS),
    (bombs.properties_gml, "properties.gml", inspect, 2, FIELDS),
    (bombs.shops_on_one_spot, "spot.csv", shops, 0, ""),
    (bombs.csv_columns, "columns.csv", shops, 2, FIELDS),
    (bombs.deep_json, "deep.geojson", communities, 2, NESTED),
    (bombs.deep_property, "deep_property.geojson", communities, 2, NESTED),
    (bombs.deep_collection, "collection.geojson", communities, 2, NESTED),
    (bombs.one_feature, "one.json", shops, 2, MEMORY),
    (bombs.yaml_deep, "deep.yaml", profile, 2, "deep.yaml:1: " + LEVELS),
    (bombs.yaml_deep, "deep.yaml", lambda p: ["check", p], 2, "deep.yaml:1: " + LEVELS),
    (bombs.yaml_braces, "braces.yaml", profile, 2, LEVELS),
    (bombs.yaml_dashes, "dashes.yaml", profile, 2, LEVELS),
    (bombs.yaml_question, "question.yaml", profile, 2, LEVELS),
    (bombs.yaml_anchors, "anchors.yaml", profile, 2, "more than 1000 anchors"),
    (bombs.yaml_laughs, "laughs.yaml", profile, 2, "unknown key 'a0'"),
    (bombs.yaml_keys, "keys.yaml", profile, 2, "unknown key 'k0'"),
    (bombs.yaml_indicators, "indicators.yaml", profile, 2, "'indicators' has more than 2000 members"),
    (bombs.xlsx_cell, "cell.xlsx", shops, 2, MEMORY),
    (bombs.xlsx_cell, "cell.xlsx", inspect, 2, MEMORY),
    (bombs.xlsx_rows, "rows.xlsx", shops, 2, MEMORY),
    (bombs.xlsx_far, "far.xlsx", shops, 2, "Too big gap"),
    (bombs.zip_csv, "pois.zip", shops, 2, MEMORY),
    (bombs.zip_liar, "liar.zip", shops, 2, MEMORY),
    (bombs.kmz, "doc.kmz", shops, 2, MEMORY),
    (bombs.kml_laughs, "laughs.kml", shops, 2, "cannot be opened"),
    (bombs.gml_laughs, "laughs.gml", shops, 2, "million laugh"),
    (bombs.csv_cells, "cells.csv", shops, 0, ""),
    (bombs.csv_gz, "pois.csv.gz", lambda p: shops("/vsigzip/" + p), 2, "/vsigzip/pois.csv.gz: reading it takes"),
    (bombs.report, "report.json", lambda p: ["diff", p, p], 2, MEMORY),
    (bombs.tiff_tile, "tile.tif", lambda p: check(demand=p), 2, BLOCKS),
    (bombs.tiff_tile, "tile.tif", lambda p: check(dem=p, dem_smooth="0"), 2, BLOCKS),
    (bombs.tiff_tile, "tile.tif", inspect, 2, BLOCKS),
    (bombs.tiff_sparse, "sparse.tif", lambda p: check(demand=p), 2, "."),
    (bombs.tiff_sparse, "sparse.tif", lambda p: check(dem=p, dem_smooth="0"), 2, MEMORY),
    (bombs.tiff_small_tiles, "small.tif", lambda p: check(demand=p), 2, "and 1e.10 at most can be read"),
]


def run(maker, path, arguments, code, message):
    if path not in made:
        maker()
        made.add(path)
    words = arguments(path)
    done = Run(PROGRAM, words if "--max-memory" in words else [*words, "--max-memory", LIMIT])
    if done.peak_kib is None:
        return ["still runs after 60 s"]
    wrong = done.complaints(code, message)
    if done.peak_kib > MOST_MIB << 10:
        wrong.append(f"{done.peak_kib >> 10} MiB")
    return [", ".join(wrong) + ": " + done.error.strip()] if wrong else []


bombs.town()
made = set()
failed = 0
for maker, path, arguments, code, message in CASES:
    if len(sys.argv) > 3 and path not in sys.argv[3:]:
        continue
    wrong = run(maker, path, arguments, code, message)
    failed += len(wrong)
    for text in wrong:
        print(f"{path} ({' '.join(arguments(path))}): {text}")
print(f"{len(CASES)} cases, {failed} failed")
sys.exit(failed > 0)
