#!/usr/bin/env python3
"""Files of this machine that would have the program go elsewhere: check_network.py PROGRAM FOLDER

A socket listens and counts: no file makes a connection, whatever it refers to, and each run ends as expected. Sources that are
addresses do connect, unless --offline is given, and give a server up that keeps silent.
"""
import json
import os
import socket
import sqlite3
import sys
import threading

from osgeo import gdal, ogr, osr

sys.dont_write_bytecode = True
import bombs  # noqa: E402
from bombs import X, Y  # noqa: E402
from runs import Run  # noqa: E402

POINT = {"type": "Point", "coordinates": [X, Y]}
PROGRAM = os.path.abspath(sys.argv[1])
os.makedirs(sys.argv[2], exist_ok=True)
os.chdir(sys.argv[2])


class Listener:
    """A server that takes connections, counts them, and says nothing."""

    def __init__(self):
        self.count, self.kept = 0, []
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            self.kept.append(self.socket.accept())
            self.count += 1


LISTENER = Listener()
URL = f"http://127.0.0.1:{LISTENER.port}"
DATABASE = f"PG:host=127.0.0.1 port={LISTENER.port} dbname=x"


def write(name, text):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def features(path, *list_, **members):
    list_ = list_ or ({"type": "Feature", "properties": {"n": "a"}, "geometry": POINT},)
    write(path, json.dumps(dict({"type": "FeatureCollection", "features": list_}, **members)))


def link(kind="link"):
    return {"type": kind, "properties": {"href": f"{URL}/crs", "type": "ogcwkt"}}


def vector_vrt(path, source, more="", relative=0):
    source = source.replace("<", "&lt;").replace(">", "&gt;")
    write(path, f'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource relativeToVRT="{relative}">{source}'
          f"</SrcDataSource>{more}</OGRVRTLayer></OGRVRTDataSource>")
    return open(path, encoding="utf-8").read()


def raster_vrt(path, source, relative=0):
    write(path, '<VRTDataset rasterXSize="10" rasterYSize="10"><SRS>EPSG:4326</SRS><GeoTransform>104,0.1,0,31,0,-0.1'
          '</GeoTransform><VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename relativeToVRT='
          f'"{relative}">{source}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>')


def gml(path, head="", attributes="", system="EPSG:4326"):
    write(path, f'{head}<c xmlns:gml="http://www.opengis.net/gml" {attributes}><gml:featureMember><p><gml:Point srsName='
          f'"{system}"><gml:coordinates>104,30</gml:coordinates></gml:Point></p></gml:featureMember></c>')


def make_databases():
    for path in ("view.sqlite", "points.gpkg"):
        if os.path.exists(path):
            os.remove(path)
    with sqlite3.connect("view.sqlite") as db:
        db.executescript("CREATE TABLE p (n TEXT); INSERT INTO p VALUES ('Paris');"
                         "CREATE VIEW v AS SELECT n, ogr_geocode(n) AS g FROM p;")
    data = ogr.GetDriverByName("GPKG").CreateDataSource("points.gpkg")
    system = osr.SpatialReference()
    system.ImportFromEPSG(4326)
    layer = data.CreateLayer("points", system, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("n", ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({X} {Y})"))
    layer.CreateFeature(feature)
    del feature, layer, data
    raster = gdal.GetDriverByName("GTiff").Create("over.tif", 20, 20)
    raster.SetProjection(system.ExportToWkt())
    raster.SetGeoTransform([104, 0.05, 0, 31, 0, -0.05])
    del raster


def make():
    features("plain.geojson")
    features("link.geojson", crs=link())
    features("name.geojson", crs={"type": "name", "properties": {"name": f"{URL}/crs"}})
    features("inner.geojson", {"type": "Feature", "properties": {}, "geometry": dict(POINT, crs=link())})
    write("alone.geojson", json.dumps(dict(POINT, crs=link())))
    write("topology.json", json.dumps({"type": "Topology", "crs": link(), "arcs": [], "objects": {
        "a": {"type": "GeometryCollection", "geometries": [POINT]}}}))
    vector_vrt("address.vrt", f"{URL}/a.geojson")
    vector_vrt("curl.vrt", f"/vsizip//vsicurl/{URL}/a.zip")
    inner = vector_vrt("database.vrt", DATABASE)
    vector_vrt("nested.vrt", "database.vrt", relative=1)
    vector_vrt("within.vrt", inner)
    write("entity.vrt", inner.replace("PG:", "&#x50;G:"))
    vector_vrt("system.vrt", "plain.geojson", f"<SrcLayer>plain</SrcLayer><LayerSRS>{URL}/crs</LayerSRS>", 1)
    vector_vrt("function.vrt", "plain.geojson", "<SrcSQL dialect='sqlite'>SELECT ogr_geocode('Paris')</SrcSQL>", 1)
    write("wfs.xml", f"<OGRWFSDataSource><URL>{URL}/wfs?service=WFS</URL></OGRWFSDataSource>")
    gml("plain.gml")
    gml("dtd.gml", f'<!DOCTYPE c SYSTEM "{URL}/x.dtd">')
    gml("dtd_xerces.gml", f'<?xml version="1.0" encoding="GB2312"?><!DOCTYPE c SYSTEM "{URL}/x.dtd">')
    gml("system.gml", system=f"{URL}/crs")
    gml("schema.gml", attributes='xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://t '
        f'{URL}/wfs?service=WFS&amp;request=DescribeFeatureType"')
    write("nas.xml", f'<!DOCTYPE c SYSTEM "{URL}/x.dtd"><AX_Bestandsdatenauszug xmlns="http://www.adv-online.de/namespaces'
          '/adv/gid/6.0" xmlns:gml="http://www.opengis.net/gml/3.2"><!-- NAS-Operationen.xsd --></AX_Bestandsdatenauszug>')
    kml = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
    place = "<Placemark><Point><coordinates>104,30</coordinates></Point></Placemark>"
    write("link.kml", kml.format(f"<NetworkLink><Link><href>{URL}/x.kml</href></Link></NetworkLink>{place}"))
    write("overlay.kml", kml.format(f"<GroundOverlay><Icon><href>{URL}/a.png</href></Icon><LatLonBox><north>31</north>"
                                    "<south>30</south><east>105</east><west>104</west></LatLonBox></GroundOverlay>"))
    raster_vrt("curl_raster.vrt", f"/vsicurl/{URL}/a.tif")
    raster_vrt("nested_raster.vrt", "wms.xml", 1)
    write("wms.xml", f'<GDAL_WMS><Service name="TMS"><ServerUrl>{URL}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service>'
          "<DataWindow><SizeX>1000</SizeX><SizeY>500</SizeY><TileLevel>1</TileLevel></DataWindow></GDAL_WMS>")
    write("wmts.xml", f"<GDAL_WMTS><GetCapabilitiesUrl>{URL}/wmts</GetCapabilitiesUrl></GDAL_WMTS>")
    write("cache.mrf", f"<MRF_META><CachedSource><Source>/vsicurl/{URL}/s.tif</Source></CachedSource></MRF_META>")
    make_databases()
    write("over.tif.aux.xml", '<PAMDataset><Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">/vsicurl/'
          f"{URL}/o.tif</MDI></Metadata></PAMDataset>")
    bombs.town()


ELSEWHERE = "it refers to '.*', which is elsewhere and is not fetched"
NOT_FETCHED = "by an address, '.*', which is not fetched"
SQL = "A trigger and/or view calls a OGR extension SQL function"
POINTS = [  # source, exit, error; facilities
    ("link.geojson", 2, NOT_FETCHED), ("name.geojson", 2, NOT_FETCHED), ("alone.geojson", 2, NOT_FETCHED),
    ("topology.json", 2, NOT_FETCHED), ("inner.geojson", 2, ELSEWHERE),
    ("address.vrt", 2, ELSEWHERE), ("curl.vrt", 2, ELSEWHERE), ("database.vrt", 2, ELSEWHERE),
    ("nested.vrt", 2, ELSEWHERE), ("within.vrt", 2, ELSEWHERE), ("entity.vrt", 2, ELSEWHERE),
    ("system.vrt", 2, "."), ("function.vrt", 2, "."), ("wfs.xml", 2, ELSEWHERE),
    ("dtd.gml", 0, ""), ("dtd_xerces.gml", 2, "."), ("system.gml", 2, "."), ("schema.gml", 0, ""), ("nas.xml", 2, "."),
    ("link.kml", 0, ""), ("view.sqlite|layername=v", 2, SQL),
    ("points.gpkg|subset=ogr_geocode('Paris') is not null", 2, "."),
    (f"points.gpkg|subset=ogr_datasource_load_layers('{URL}/a') = 1", 2, "."),
    ("plain.geojson|subset=ogr_geocode('Paris') is not null", 2, "Undefined function"),
    (f"plain.geojson|crs={URL}/crs", 2, "is not known"),
]
RASTERS = [("curl_raster.vrt", ELSEWHERE), ("nested_raster.vrt", ELSEWHERE), ("wms.xml", ELSEWHERE),
           ("wmts.xml", ELSEWHERE), ("cache.mrf", ELSEWHERE), ("over.tif", ELSEWHERE)]
PLACES = [(f"{URL}/a.geojson", 2, "."), (DATABASE, 2, "timeout expired"),
          (f"postgresql://127.0.0.1:{LISTENER.port}/x", 2, "timeout expired")]
OFFLINE = "it lies elsewhere, and the run is offline"

failed = 0


def run(name, arguments, code, error, connects=False):
    global failed
    before = LISTENER.count
    done = Run(PROGRAM, arguments, seconds=120)
    wrong = done.complaints(code, error) if done.peak_kib else ["still runs after two minutes"]
    if (LISTENER.count > before) != connects:
        wrong.append(f"{LISTENER.count - before} connections")
    if wrong:
        failed += 1
        print(f"{name}: {', '.join(wrong)}: {done.error.strip()}")


def check(facilities, *more):
    return ["check", "--network", "road.geojson", "--communities", "home.geojson", "--facilities", f"shop={facilities}",
            "--profile", "shops.yaml", "--quiet", "--no-fail", *more]


make()
for source, code, error in POINTS:
    run(source, check(source), code, error)
for source, error in RASTERS:
    run(f"demand {source}", check("plain.geojson", "--demand", source), 2, error)
    run(f"dem {source}", check("plain.geojson", "--dem", source), 2, error)
    run(f"inspect {source}", ["inspect", source], 2, error)
run("demand overlay.kml", check("plain.geojson", "--demand", "overlay.kml"), 0, "")
for source, code, error in PLACES:
    run(f"offline {source}", check(source, "--offline"), 2, OFFLINE)
    run(source, check(source), code, error, connects=True)
if failed:
    sys.exit(f"{failed} failed")
