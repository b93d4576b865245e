#!/usr/bin/env python3
"""Small tables of points of interest for tests/cli/pois.txt, as AMap and Baidu give them and planners save them.

All of them show the same town: a street of 2 km with shops along it. Places are drawn in WGS 84 and shifted here, by the
published formulas, so that the program's way back is held against another program's way there.
"""
import csv
import json
import math

X, Y = 104.05, 30.63


def gcj02(lon, lat):
    a, ee, x, y = 6378245.0, 0.00669342162296594323, lon - 105, lat - 35
    wave = lambda v, p: sum(k * math.sin(v * math.pi / d) for k, d in p)
    common = 20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)
    dlat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    dlat += 2 / 3 * (common + wave(y, [(20, 1), (40, 3)]) + wave(y, [(160, 12), (320, 30)]))
    dlon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    dlon += 2 / 3 * (common + wave(x, [(20, 1), (40, 3)]) + wave(x, [(150, 12), (300, 30)]))
    phi = lat * math.pi / 180
    magic = 1 - ee * math.sin(phi) ** 2
    dlat = dlat * 180 / (a * (1 - ee) / (magic * math.sqrt(magic)) * math.pi)
    dlon = dlon * 180 / (a / math.sqrt(magic) * math.cos(phi) * math.pi)
    return lon + dlon, lat + dlat


def bd09(lon, lat):
    x, y = gcj02(lon, lat)
    k = math.pi * 3000 / 180
    z = math.hypot(x, y) + 0.00002 * math.sin(y * k)
    theta = math.atan2(y, x) + 0.000003 * math.cos(x * k)
    return z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006


# id, name, AMap's type and code, Baidu's tag, metres along the street
ROWS = [
    ("B01", "红旗连锁(人民路店)", "购物服务;便民商店/便利店;便民商店/便利店", "060200", "购物;便利店", 100),
    ("B02", "7-ELEVEn", "购物服务;便民商店/便利店;7-ELEVEn便利店", "060201", "购物;便利店", 500),
    ("B03", "家乐福", "购物服务;超级市场;家乐福", "060401", "购物;超市", 700),
    ("B04", "屈臣氏", "购物服务;超级市场;屈臣氏", "060411", "购物;商铺", 720),
    ("B05", "好又多|小卖部", "购物服务;便民商店/便利店;便民商店/便利店|餐饮服务;快餐厅;快餐厅", "060200|050300", "购物;便利店", 900),
    ("B06", "人民公园", "风景名胜;公园广场;公园", "110101", "旅游景点;公园", 1000),
    ("B07", "人民公园湖心亭", "风景名胜;公园广场;公园内部设施", "110106", "旅游景点;公园", 1010),
    ("B08", "人民路社区党群服务中心", "政府机构及社会团体;政府机关;政府机关相关", "130100", "政府机构;党群服务中心", 1200),
    ("B09", "人民路社区党群服务中心停车场", "交通设施服务;停车场;公共停车场", "150904", "交通设施;停车场", 1210),
    ("B10", "人民路居委会", "政府机构及社会团体;政府机关;乡镇以下级政府及事业单位", "130106", "政府机构;居民委员会", 1300),
    ("B11", "中国工商银行", "金融保险服务;银行;中国工商银行", "160106", "金融;银行", 1500),
]


def place(metres):
    return X + metres / (111320 * math.cos(math.radians(Y))), Y


def digits(values):
    return ["%.6f" % v for v in values]


def save(name, header, rows, encoding="utf-8", delimiter=","):
    with open(name, "w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)


amap = [[i, name, kind, code, *digits(gcj02(*place(s)))] for i, name, kind, code, _, s in ROWS]
save("amap.csv", ["id", "name", "type", "typecode", "lng", "lat"], amap, "utf-8-sig")
save("amap_gbk.csv", ["编号", "名称", "类型", "类型编码", "经度", "纬度"], amap, "gbk")
save("amap_tab.txt.csv", ["ID", "Name", "type", "typeCode", "Longitude", "LATITUDE"], amap, delimiter="\t")
save("amap_location.csv", ["id", "name", "type", "typecode", "address", "location"],
     [[*row[:4], "人民路", ",".join(row[4:])] for row in amap])
# The same keyword once more, a new row, and what goes wrong: no coordinates, text, a nought, latitude and longitude mixed up.
save("amap_again.csv", ["id", "name", "type", "typecode", "lng", "lat"], amap[:3] + [
    ["C01", "全家", "", "060200", *digits(gcj02(*place(1600)))], ["C02", "罗森", "", "060200", "", ""],
    ["C03", "喜士多", "", "060200", "东经104", "30.63"], ["C04", "美宜佳", "", "60200", "0", "0"],
    ["C05", "快客", "", "060200", "30.63", "104.06"]])
save("named.csv", ["id", "name", "typecode", "高德经度", "高德纬度", "wgs84_lng", "wgs84_lat"],
     [[*row[:2], row[3], *row[4:], *digits(place(r[5]))] for row, r in zip(amap, ROWS)])
save("baidu.csv", ["uid", "name", "detail_info.tag", "location.lat", "location.lng"],
     [[i, name, tag, *reversed(digits(bd09(*place(s))))] for i, name, _, _, tag, s in ROWS], delimiter=";")

line = {"type": "LineString", "coordinates": [[X - 0.002, Y], [X + 0.022, Y]]}
box = [[X - 0.001, Y - 0.002], [X + 0.021, Y - 0.002], [X + 0.021, Y + 0.002], [X - 0.001, Y + 0.002], [X - 0.001, Y - 0.002]]
for name, geometry in (("street", line), ("home", {"type": "Polygon", "coordinates": [box]})):
    with open(name + ".geojson", "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection",
                   "features": [{"type": "Feature", "properties": {}, "geometry": geometry}]}, file)
with open("town.yaml", "w", encoding="utf-8") as file:
    file.write("name: town\nwalk_speed_m_per_min: 66.7\nindicators:\n" + "".join(
        f"  - {{id: {c}, category: {c}, distance_m: 300}}\n" for c in ("convenience_store", "park", "service_center")))
with open("show.py", "w", encoding="utf-8") as file:
    file.write('''import json, sys
r = json.load(open(sys.argv[1]))
p, l = r["features"][0]["properties"], r["lifecircle"]
print(*(p[c + "_count"] for c in ("convenience_store", "park", "service_center")), "%.4f" % p["convenience_store"])
print(*sorted({w["code"] for w in l["warnings"]} - {"edge_effect", "line_dangle"}))
print(*(i["role"] + ":" + i["file"] for i in l["inputs"] if i["role"].startswith(("pois", "fac"))))
''')
