#!/usr/bin/env python3
"""One small town as many OpenStreetMap files, for tests/cli/osm.txt, written into the current folder.

plain.osm is the town as a tidy extract has it; the others say the same as servers, editors and clip tools write it, and a
check must find the same in them. Two streets of 2 km that cross, a shop beside the crossing, a park with a hole in the
middle, a small park and two buildings in a corner, and a square community of 1.6 km.
"""
import gzip
import json
import math
import random

LON, LAT = 104.06, 30.65


def lonlat(x, y):
    """Metres around the crossing, in degrees as OpenStreetMap keeps them."""
    return (round(LON + x / (111319.5 * math.cos(math.radians(LAT))), 7), round(LAT + y / 110860.0, 7))


NODES = {i: lonlat(x, y) for i, (x, y) in {
    1: (-1000, 0), 2: (0, 0), 3: (1000, 0), 4: (0, -1000), 5: (0, 1000), 6: (100, 30),
    11: (-200, -200), 12: (200, -200), 13: (200, 200), 14: (-200, 200),
    21: (-100, -100), 22: (100, -100), 23: (100, 100), 24: (-100, 100),
    31: (500, 500), 32: (600, 500), 33: (600, 600), 34: (500, 600),
    41: (-700, -700), 42: (-600, -700), 43: (-600, -600), 44: (-700, -600),
    51: (-680, -680), 52: (-630, -680), 53: (-630, -630), 54: (-680, -630),
    61: (650, -650), 62: (700, -650), 63: (700, -600), 64: (650, -600)}.items()}
NODE_TAGS = {6: {"shop": "convenience", "name": "Spar"}}
WAYS = {
    101: ([1, 2, 3], {"highway": "residential"}),
    102: ([4, 2, 5], {"highway": "residential", "name": "Cross & Street"}),
    111: ([11, 12, 13], {}), 112: ([13, 14, 11], {}), 113: ([21, 22, 23, 24, 21], {}),
    131: ([31, 32, 33, 34, 31], {"leisure": "park"}),
    141: ([41, 42, 43, 44, 41], {}), 142: ([51, 52, 53, 54, 51], {}),
    161: ([61, 62, 63, 64, 61], {"building": "yes"})}
RELATIONS = {
    901: ([("way", 111, "outer"), ("way", 112, "outer"), ("way", 113, "inner")],
          {"type": "multipolygon", "leisure": "park"}),
    902: ([("way", 141, "outer"), ("way", 142, "inner")], {"type": "multipolygon", "building": "apartments"})}


def quoted(text):
    return text.replace("&", "&amp;").replace("'", "&apos;")


def tag_lines(tags):
    return "".join(f"<tag k='{quoted(k)}' v='{quoted(v)}'/>" for k, v in tags.items())


def place(i):
    return "lat='%.7f' lon='%.7f'" % NODES[i][::-1]


def node(i, tags=None, more=""):
    return f"<node id='{i}' {more} {place(i)}>{tag_lines(NODE_TAGS.get(i, {}) if tags is None else tags)}</node>"


def way(i, tags=None, more="", geom=False, refs=None):
    refs = WAYS[i][0] if refs is None else refs
    nds = "".join(f"<nd ref='{r}' {place(r) if geom else ''}/>" for r in refs)
    return f"<way id='{i}' {more}>{nds}{tag_lines(WAYS[i][1] if tags is None else tags)}</way>"


def relation(i, tags=None, more="", geom=False, kind=None):
    members, own = RELATIONS[i]
    own = dict(own if tags is None else tags)
    if kind:
        own["type"] = kind
    text = ""
    for what, ref, role in members:
        nds = "".join(f"<nd {place(r)}/>" for r in WAYS[ref][0]) if geom else ""
        text += f"<member type='{what}' ref='{ref}' role='{role}'>{nds}</member>"
    return f"<relation id='{i}' {more}>{text}{tag_lines(own)}</relation>"


def save(name, lines):
    text = "<?xml version='1.0' encoding='UTF-8'?>\n<osm version='0.6'>\n" + "\n".join(lines) + "\n</osm>\n"
    if name.endswith(".gz"):
        with gzip.open(name, "wt", encoding="utf-8") as file:
            file.write(text)
    else:
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)


nodes, ways, relations = [node(i) for i in NODES], [way(i) for i in WAYS], [relation(i) for i in RELATIONS]
save("plain.osm", nodes + ways + relations)
save("packed.osm.gz", nodes + ways + relations)
save("backwards.osm", relations[::-1] + ways[::-1] + nodes[::-1])

# Overpass: out geom; relations alone carry their members' outlines; out body; >; out skel; out meta before a skeleton.
tagged = [i for i in WAYS if WAYS[i][1]]
save("geom.osm", [node(6)] + [way(i, geom=True) for i in WAYS] + relations)
save("geom_members.osm", [node(6)] + [way(i, geom=True) for i in tagged] + [relation(i, geom=True) for i in RELATIONS])
bare = [node(i, {}) for i in NODES] + [way(i, {}) for i in WAYS] + [relation(i, {}) for i in RELATIONS]
save("skel.osm", [node(6)] + [way(i) for i in tagged] + relations + bare)
save("meta_skel.osm", [node(6, more="version='3'")] + [way(i, more="version='2'") for i in tagged] + relations + bare)

# Older versions, with other tags and shapes, before and behind the current ones.
moved = dict(NODES)
old = [f"<node id='{i}' version='1' lat='{LAT + 0.02:.7f}' lon='{LON:.7f}'/>" for i in NODES]
old += [way(i, {"highway": "motorway"}, "version='1'", refs=WAYS[i][0][:2]) for i in WAYS]
old += [relation(i, {"leisure": "garden"}, "version='1'") for i in RELATIONS]
now = [node(i, more="version='10'") for i in NODES] + [way(i, more="version='10'") for i in WAYS]
now += [relation(i, more="version='10'") for i in RELATIONS]
save("old_first.osm", old + now)
save("old_last.osm", now + old)
mixed = old + now + now
random.Random(1).shuffle(mixed)
save("mixed.osm", mixed)

# Two extracts that overlap, each with all of a way's ids and its own nodes alone.
west = [i for i in NODES if NODES[i][0] <= LON + 0.0015]
east = [i for i in NODES if NODES[i][0] >= LON - 0.0015]
for name, part in ("west", west), ("east", east):
    save(name + ".osm", [node(i) for i in part] +
         [way(i) for i in WAYS if set(WAYS[i][0]) & set(part)] + relations)

# Boundaries for multipolygons; outlines whose ends are two nodes at one place; areas drawn twice.
save("boundary.osm", nodes + ways + [relation(i, kind="boundary") for i in RELATIONS])
NODES.update({71: NODES[13], 72: NODES[31], 73: (NODES[61][0] + 1e-7, NODES[61][1])})
twins = [node(i) for i in (71, 72, 73)]
save("twins.osm", nodes + twins + [way(i, refs={111: [11, 12, 71], 131: [31, 32, 33, 34, 72],
                                                161: [61, 62, 63, 64, 73]}.get(i)) for i in WAYS] + relations)
building = {"building": "apartments"}
WAYS[171] = ([34, 33, 32, 31, 34], {"leisure": "park"})
WAYS[172] = ([61, 62, 63, 64, 61], {"building": "yes"})
save("twice.osm", nodes + [way(i, building if i == 141 else None) for i in WAYS] + relations)
RELATIONS[903] = ([("way", 131, "outer")], {"type": "multipolygon", "leisure": "park"})
save("twice_relation.osm", nodes + [way(i) for i in WAYS if i < 170] +
     [relation(i) for i in RELATIONS] + [relation(903).replace("903", "904")])

# What is missing: a node within a street, one at the end of the other, all of a third; all nodes; an outline, where there
# is a centre.
WAYS[103] = ([96, 97], {"highway": "footway"})
save("cut.osm", nodes + [way(i, refs={101: [1, 2, 98, 3], 102: [99, 4, 2, 5]}.get(i)) for i in WAYS if i < 170] + relations)
save("bare.osm", [node(6)] + ways + relations)
save("centre.osm", nodes[:5] + ways[:2] + [f"<way id='6'><center {place(6)}/>{tag_lines(NODE_TAGS[6])}</way>"])
save("motorway.osm", nodes + [way(i, {"highway": "motorway"}) for i in (101, 102)])
save("timeout.osm", nodes + ["<remark> runtime error: Query timed out in \"query\" at line 3 after 25 seconds. </remark>"])
with open("answer.json", "w", encoding="utf-8") as file:
    json.dump({"version": 0.6, "generator": "Overpass API", "elements": []}, file)

corners = [lonlat(x, y) for x, y in ((-800, -800), (800, -800), (800, 800), (-800, 800), (-800, -800))]
with open("town.geojson", "w", encoding="utf-8") as file:
    json.dump({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"code": "A"}, "geometry": {"type": "Polygon", "coordinates": [corners]}}]}, file)
with open("town.yaml", "w", encoding="utf-8") as file:
    file.write("name: town\nindicators:\n"
               "  - {id: shop, category: convenience_store, distance_m: 500, metric: network}\n"
               "  - {id: shop_line, category: convenience_store, distance_m: 500, metric: straight}\n"
               "  - {id: park, category: park, distance_m: 100, metric: straight}\n"
               "  - {id: homes, category: convenience_store, distance_m: 900, metric: straight, denominator: population}\n")
