"""Small files that ask for a lot: makers of them, each into the current folder.

What they have in common: what is in them is legal, or nearly so, and only its amount is wrong.
"""
import gzip
import json
import math
import struct
import zipfile
import zlib

X, Y = 104.05, 30.63  # Chengdu


class Again:
    """Packs what is written over and over once, in the place of the compressor of a gzip file or of a member of an archive."""

    def __init__(self):
        self.packer, self.packed = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS), {}

    def compress(self, piece):
        piece = bytes(piece)
        if piece not in self.packed:
            # What follows a full flush refers to nothing before it: it may stand anywhere behind another one.
            self.packed[piece] = self.packer.compress(piece) + self.packer.flush(zlib.Z_FULL_FLUSH)
        return self.packed[piece]

    def flush(self):
        return self.packer.flush()


def member(archive, name):
    """A large file of an archive, to be written."""
    file = archive.open(name, "w", force_zip64=True)
    file._compressor = Again()
    return file


def packed(path):
    """A gzip file of a large one, to be written."""
    file = gzip.open(path, "wb", 9)
    file.compress = Again()
    return file


# ---------------------------------------------------------------- OSM PBF

def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(value):
    return varint((value << 1) ^ (value >> 63))


def field(number, payload):
    if isinstance(payload, int):
        return varint(number << 3) + varint(payload)
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def blob(kind, raw):
    packed = field(2, len(raw)) + field(3, zlib.compress(raw, 9))
    envelope = field(1, kind) + field(3, len(packed))
    return struct.pack(">I", len(envelope)) + envelope + packed


def write_blobs(path, times, block):
    """The same block over and over."""
    data = blob(b"OSMData", block)
    with open(path, "wb") as file:
        file.write(HEADER)
        for _ in range(times):
            file.write(data)


HEADER = blob(b"OSMHeader", field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes"))
NO_STRINGS = field(1, field(1, b""))


def nodes(path="nodes.osm.pbf", blobs=30, count=2_300_000, granularity=None):
    """The same stretch of nodes over and over: 1 byte each for id, latitude and longitude, all of them equal."""
    start = zigzag(1), zigzag(306300000), zigzag(1040500000)
    dense = field(1, start[0] + b"\x02" * (count - 1))
    dense += field(8, start[1] + b"\x00" * (count - 1)) + field(9, start[2] + b"\x00" * (count - 1))
    block = NO_STRINGS + field(2, field(2, dense))
    if granularity is not None:
        block += field(17, granularity)
    write_blobs(path, blobs, block)


def refs(path="refs.osm.pbf", blobs=10, count=10_000_000):
    """Ways of tens of millions of nodes, a byte each."""
    way = field(1, 1) + field(8, b"\x02" * count)
    write_blobs(path, blobs, NO_STRINGS + field(2, field(3, way)))


def members(path="members.osm.pbf", blobs=10, count=5_000_000):
    """Relations of as many members."""
    relation = field(1, 1) + field(9, b"\x02" * count) + field(10, b"\x00" * count)
    write_blobs(path, blobs, NO_STRINGS + field(2, field(4, relation)))


def tags(path="tags.osm.pbf", blobs=10, count=5_000_000):
    """Nodes of millions of tags."""
    strings = field(1, field(1, b"") + field(1, b"highway") + field(1, b"footway"))
    node = field(1, 2) + field(8, 2) + field(9, 2) + field(2, b"\x01" * count) + field(3, b"\x02" * count)
    write_blobs(path, blobs, strings + field(2, field(1, node)))


def strings(path="strings.osm.pbf", count=2_500_000):
    """A table of millions of empty strings."""
    write_blobs(path, 1, field(1, b"\x0a\x00" * count))


# ---------------------------------------------------------------- OSM XML

def xml_gz(path="nodes.osm.gz", count=2_400_000):
    """Gzip of a file of one node, again and again."""
    head = b'<osm version="0.6">\n'
    node = b'<node id="1" lat="30" lon="104"/>\n' * 10_000
    with packed(path) as file:
        file.write(head)
        for _ in range(count // 10_000):
            file.write(node)
        file.write(b"</osm>\n")


def laughs(path, root, *lines):
    """Entities of entities, the billion laughs, of which `lines` ask for &a9;."""
    entities = [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)]
    text = [f"<!DOCTYPE {root} [", '<!ENTITY a0 "ha">', *entities, "]>", *lines]
    open(path, "w", encoding="utf-8").write("\n".join(text))


def xml_entities(path="entities.osm"):
    laughs(path, "osm", '<osm version="0.6"><node id="1" lat="30" lon="104"><tag k="name" v="&a9;"/></node></osm>')


def xml_deep(path="deep.osm", depth=600_000):
    """Elements within elements."""
    open(path, "w", encoding="utf-8").write('<osm version="0.6">' + "<a>" * depth)


# -------------------------------------------------------------- GeoJSON

def save(path, features):
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def star(path="star.geojson", points=501):
    """A star drawn in one stroke: every side crosses nearly every other."""
    ring = []
    for i in range(points + 1):
        angle = 2 * math.pi * ((i * (points // 2)) % points) / points
        ring.append([X + 0.02 * math.cos(angle), Y + 0.02 * math.sin(angle)])
    ring[-1] = ring[0]
    save(path, [feature("Polygon", [ring], name="star")])


def star_of_3001(path="star3001.geojson"):
    star(path, 3001)


def star_way(path="star.osm", points=501):
    """The same as the outline of a relation."""
    lines = ['<osm version="0.6">']
    for i in range(points):
        angle = 2 * math.pi * ((i * (points // 2)) % points) / points
        lines.append(f'<node id="{i + 1}" lat="{Y + 0.02 * math.sin(angle):.7f}" lon="{X + 0.02 * math.cos(angle):.7f}"/>')
    lines.append('<way id="1">' + "".join(f'<nd ref="{i + 1}"/>' for i in range(points)) + '<nd ref="1"/></way>')
    lines.append('<way id="2"><nd ref="1"/><nd ref="2"/><tag k="highway" v="footway"/></way>')
    lines.append('<relation id="1"><member type="way" ref="1" role="outer"/><tag k="type" v="multipolygon"/>'
                 '<tag k="leisure" v="park"/></relation></osm>')
    open(path, "w", encoding="utf-8").write("\n".join(lines))


def small_comb(path="small_comb.geojson"):
    """One that can be repaired: 1,500 crossings."""
    comb(path, 1500)


def hatching(path="hatching.geojson", points=2_000):
    """An outline without any crossing, whose sides all have overlapping boxes."""
    up = [[X + 0.04 * i / points + (0.02 if i % 2 else 0), Y + (0.02 if i % 2 else 0)] for i in range(points)]
    save(path, [feature("Polygon", [up + [[X + 0.07, Y - 0.001], [X - 0.001, Y - 0.001], up[0]]], name="hatching")])


def comb(path="comb.geojson", points=20_000):
    """A zigzag that crosses its own base at every tooth."""
    ring = [[X + 0.04 * i / points, Y + (0.01 if i % 2 else -0.01)] for i in range(points)]
    ring += [[X + 0.04, Y], [X, Y + 1e-7], ring[0]]
    save(path, [feature("Polygon", [ring], name="comb")])


def crossing_rings(path="rings.geojson", points=1000):
    """The star as holes: rings that cross one another."""
    rings = []
    for i in range(points):
        x0, y0, w = X + 1e-5 * i, Y + 1e-5 * i, 0.02
        rings.append([[x0, y0], [x0 + w, y0], [x0 + w, y0 + w], [x0, y0 + w], [x0, y0]])
    save(path, [feature("Polygon", rings, name="rings")])


def grid_lines(path="lines.geojson", lines=7_000):
    """Lines that all cross one another: a network of n * n crossings."""
    features = [feature("LineString", [[X + 4e-7 * i, Y - 0.01], [X + 4e-7 * i, Y + 0.01]]) for i in range(lines // 2)]
    features += [feature("LineString", [[X - 0.01, Y + 4e-7 * i], [X + 0.02, Y + 4e-7 * i]]) for i in range(lines // 2)]
    save(path, features)


SQUARE = [[X, Y], [X + 0.01, Y], [X + 0.01, Y + 0.01], [X, Y + 0.01], [X, Y]]


def properties(path="properties.geojson", count=100_000):
    """One feature of 100,000 properties."""
    save(path, [feature("Polygon", [SQUARE], **{f"property_{i}": i for i in range(count)})])


def properties_spread(path="spread.geojson", count=1000):
    """The same, a hundred to a feature."""
    save(path, [feature("Polygon", [SQUARE], **{f"p_{k}_{i}": 1 for i in range(100)}) for k in range(count)])


def properties_lines(path="spread.geojsonl", count=1000):
    """The same, a feature a line."""
    with open(path, "w", encoding="utf-8") as file:
        for k in range(count):
            file.write(json.dumps(feature("Point", [X, Y], **{f"p_{k}_{i}": 1 for i in range(100)})) + "\n")


def properties_kml(path="properties.kml", count=100_000):
    """The same in KML, as names of Data ..."""
    ring = " ".join(f"{x},{y}" for x, y in SQUARE)
    data = "".join(f'<Data name="property_{i}"><value>{i}</value></Data>' for i in range(count))
    text = ('<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><ExtendedData>' + data
            + "</ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>" + ring
            + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>")
    open(path, "w", encoding="utf-8").write(text)
    return text


def properties_kmz(path="properties.kmz"):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", properties_kml("properties.kml"))


def properties_gml(path="properties.gml", count=100_000):
    """... and in GML, as elements."""
    ring = " ".join(f"{y} {x}" for x, y in SQUARE)
    elements = "".join(f"<a:property_{i}>{i}</a:property_{i}>" for i in range(count))
    open(path, "w", encoding="utf-8").write(
        '<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" '
        'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:a="http://a"><wfs:member><a:t gml:id="t.1">' + elements
        + '<a:geom><gml:Polygon srsName="urn:ogc:def:crs:EPSG::4326"><gml:exterior><gml:LinearRing><gml:posList>' + ring
        + "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></a:geom></a:t></wfs:member></wfs:FeatureCollection>")


def shops_on_one_spot(path="spot.csv", count=200_000):
    open(path, "w", encoding="utf-8").write("lon,lat\n" + f"{X + 0.005},{Y + 0.005}\n" * count)


def one_feature(path="one.json", count=1_400_000):
    """A geometry that is read whole: a tree of many times its size."""
    open(path, "w", encoding="utf-8").write('{"type":"MultiPoint","coordinates":[' + "[1,2]," * count + "[1,2]]}")


def deep_json(path="deep.geojson", depth=5_000_000):
    open(path, "w", encoding="utf-8").write('{"type":"FeatureCollection","features":' + "[" * depth)


def deep_property(path="deep_property.geojson", depth=500_000):
    open(path, "w", encoding="utf-8").write(
        '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"a":'
        + "[" * depth + "]" * depth + "}}]}")


def deep_collection(path="collection.geojson", depth=100_000):
    inner = '{"type":"Point","coordinates":[104,30]}'
    open(path, "w", encoding="utf-8").write(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        + '{"type":"GeometryCollection","geometries":[' * depth + inner + "]}" * depth + "}]}")


# ----------------------------------------------------------------- YAML

def yaml_deep(path="deep.yaml", depth=98_000):
    open(path, "w", encoding="utf-8").write("name: " + "[" * depth)


def yaml_braces(path="braces.yaml", depth=98_000):
    open(path, "w", encoding="utf-8").write("name: " + "{a: " * depth)


def yaml_dashes(path="dashes.yaml", depth=98_000):
    open(path, "w", encoding="utf-8").write("- " * depth)


def yaml_anchors(path="anchors.yaml", count=200_000):
    open(path, "w", encoding="utf-8").write("name: [" + ", ".join(f"&a{i} x" for i in range(count)) + "]\n")


def yaml_laughs(path="laughs.yaml", depth=30):
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, depth)]
    lines += [f"name: t\nindicators: *a{depth - 1}"]
    open(path, "w", encoding="utf-8").write("\n".join(lines) + "\n")


def yaml_keys(path="keys.yaml", count=200_000):
    open(path, "w", encoding="utf-8").write("name: t\n" + "".join(f"k{i}: 1\n" for i in range(count)))


def yaml_indicators(path="indicators.yaml", count=40_000):
    rows = "".join(f"  - {{id: i{i}, category: shop, metric: network, denominator: area, distance_m: 500}}\n"
                   for i in range(count))
    open(path, "w", encoding="utf-8").write("name: t\nindicators:\n" + rows)


def yaml_question(path="question.yaml", count=98_000):
    open(path, "w", encoding="utf-8").write("? " * count)


# ------------------------------------------------------- tables, archives

def workbook(path, sheet):
    """A workbook of one sheet; `sheet` yields the bytes of its XML."""
    types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
             'ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
             'package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
             'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.'
             'xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = (f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{kind}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>')
    relation = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", relation.format(
            f'<Relationship Id="rId1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/>'))
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/_rels/workbook.xml.rels", relation.format(
            f'<Relationship Id="rId1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/>'))
        with member(archive, "xl/worksheets/sheet1.xml") as file:
            file.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for part in sheet:
                file.write(part)
            file.write(b"</sheetData></worksheet>")


def row(number, *cells):
    """A row of texts and numbers, in XML."""
    shown = "".join(f'<c r="{chr(65 + i)}{number}"><v>{c}</v></c>' if isinstance(c, (int, float)) else
                    f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{c}</t></is></c>' for i, c in enumerate(cells))
    return f'<row r="{number}">{shown}</row>'.encode()


def xlsx_cell(path="cell.xlsx", size=100_000_000):
    """A cell of 100 MB."""
    def rows():
        yield row(1, "lon", "lat", "name")
        before, after = row(2, X, Y, "|").split(b"|")
        yield before
        for _ in range(size // 1_000_000):
            yield b"a" * 1_000_000
        yield after
    workbook(path, rows())


def xlsx_rows(path="rows.xlsx", count=1_700_000):
    """The same row, 1.7 million times."""
    def rows():
        yield row(1, "lon", "lat")
        for _ in range(count // 10_000):
            yield row(2, X, Y) * 10_000
    workbook(path, rows())


def xlsx_far(path="far.xlsx"):
    """A row with a number near the end of all numbers."""
    def rows():
        yield row(1, "lon", "lat")
        yield row(2_000_000_000, X, Y)
    workbook(path, rows())


def zip_csv(path="pois.zip", size=100_000_000):
    """A table of 100 MB in an archive of 200 kB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with member(archive, "pois.csv") as file:
            file.write(b"lon,lat,name\n")
            for _ in range(size // 1_400_000):
                file.write(b"104.05,30.63,a\n" * 100_000)


def zip_liar(path="liar.zip", size=100_000_000):
    """The same; its directory says that it is small."""
    zip_csv(path, size)
    data = bytearray(open(path, "rb").read())
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 1000)
    local = data.find(b"PK\x03\x04")
    struct.pack_into("<I", data, local + 22, 1000)
    open(path, "wb").write(data)


def kmz(path="doc.kmz", size=100_000_000):
    """A name of 100 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with member(archive, "doc.kml") as file:
            file.write(b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>')
            for _ in range(size // 1_000_000):
                file.write(b"a" * 1_000_000)
            file.write(b"</name><Point><coordinates>104,30</coordinates></Point></Placemark></Document></kml>")


def kml_laughs(path="laughs.kml"):
    laughs(path, "kml", '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>&a9;</name><Point>'
           '<coordinates>104,30</coordinates></Point></Placemark></Document></kml>')


def gml_laughs(path="laughs.gml"):
    laughs(path, "c", '<c xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><p><n>&a9;</n><gml:Point>'
           '<gml:coordinates>104,30</gml:coordinates></gml:Point></p></gml:featureMember></c>')


def csv_columns(path="columns.csv", count=100_000):
    """A table of 100,000 columns."""
    names = ",".join(["lon", "lat"] + [f"c{i}" for i in range(count)])
    open(path, "w", encoding="utf-8").write(names + "\n104.05,30.63" + ",1" * count + "\n")


def csv_cells(path="cells.csv", count=10_000_000):
    """Cells of nothing."""
    open(path, "wb").write(b"lon,lat\n104,30" + b",\n" + b"," * count + b"\n")


def csv_gz(path="pois.csv.gz", size=100_000_000):
    with packed(path) as file:
        file.write(b"lon,lat,name\n")
        for _ in range(size // 1_400_000):
            file.write(b"104.05,30.63,a\n" * 100_000)


def report(path="report.json", count=7_000_000):
    """Numbers, where a report is expected."""
    open(path, "w", encoding="utf-8").write('{"a":[' + "1," * count + "1]}")


# --------------------------------------------------------------- rasters

def tiff(path, width, height, tile_width, tile_height, kind=1, bits=8):
    """A GeoTIFF of tiles that are not there."""
    tiles = -(-width // tile_width) * -(-height // tile_height)
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, bits), (259, 3, 1, 1), (262, 3, 1, 1),
               (277, 3, 1, 1), (322, 4, 1, tile_width), (323, 4, 1, tile_height), (339, 3, 1, kind)]
    extra = b""
    n = len(entries) + 5
    base = 8 + 2 + 12 * n + 4

    def put(tag, type_, count, data):
        nonlocal extra
        entries.append((tag, type_, count, base + len(extra)))
        extra += data
    scale = 0.04 / width
    put(33550, 12, 3, struct.pack("<3d", scale, scale, 0))
    put(33922, 12, 6, struct.pack("<6d", 0, 0, 0, X, Y + 0.04, 0))
    put(34735, 3, 16, struct.pack("<16H", 1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326))
    if tiles == 1:
        entries += [(324, 4, 1, 0), (325, 4, 1, 0)]
    else:
        put(324, 4, tiles, b"\0" * 4 * tiles)
        put(325, 4, tiles, b"\0" * 4 * tiles)
    out = struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<H", n)
    for tag, type_, count, value in sorted(entries):
        out += struct.pack("<HHI", tag, type_, count)
        out += struct.pack("<HH", value, 0) if type_ == 3 and count == 1 else struct.pack("<I", value)
    open(path, "wb").write(out + struct.pack("<I", 0) + extra)


def tiff_tile(path="tile.tif"):
    """350 bytes that ask for a tile of 4 GiB."""
    tiff(path, 65536, 65536, 65536, 65536)


def tiff_sparse(path="sparse.tif"):
    """A raster of 10^12 cells that are all empty, in blocks of 268 MB."""
    tiff(path, 1_048_576, 1_048_576, 65536, 4096)


def tiff_small_tiles(path="small.tif"):
    """The same in smaller tiles."""
    tiff(path, 1_048_576, 1_048_576, 4096, 4096)


# ------------------------------------------------------------- what is around

def town():
    """A community, a path, a shop, and what to measure."""
    save("home.geojson", [feature("Polygon", [SQUARE])])
    save("road.geojson", [feature("LineString", [[X, Y], [X + 0.01, Y + 0.01]])])
    save("shop.geojson", [feature("Point", [X, Y])])
    open("shops.yaml", "w", encoding="utf-8").write(
        "name: shops\nwalk_speed_m_per_min: 66.7\nindicators:\n  - {id: shop, category: shop, distance_m: 500}\n"
        "  - {id: park, category: park, distance_m: 500}\n")
