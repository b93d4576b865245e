#!/usr/bin/env python3
"""Hold a workbook to the report of the same run, value by value: check_workbook.py REPORT.geojson BOOK.xlsx en|zh

Every share, count and sum of the sheets is one of the report's; communities come with the least served first; targets have
their verdicts. The workbook is read with nothing but the standard library.
"""
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEETS = {
    "en": ["Summary", "Communities", "Facilities", "Gaps", "Charts", "Definitions", "Sources"],
    "zh": ["摘要", "社区", "设施", "缺口", "图表", "定义", "来源"],
}
VERDICTS = {"en": {"met": "met", "missed": "missed"}, "zh": {"met": "达标", "missed": "未达标"}}


def column_of(reference):
    n = 0
    for letter in re.match(r"[A-Z]+", reference)[0]:
        n = 26 * n + ord(letter) - 64
    return n - 1


def read(path):
    """Sheets as {name: {row: {column: value}}}."""
    book = zipfile.ZipFile(path)
    assert book.testzip() is None
    for info in book.infolist():
        assert info.date_time[:3] == (1980, 1, 1), (info.filename, info.date_time)
    core = book.read("docProps/core.xml").decode()
    assert "2000-01-01T00:00:00Z" in core and "<dc:creator></dc:creator>" in core, core
    strings = ["".join(t.text or "" for t in item.iter(f"{M}t")) for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
    names = [s.get("name") for s in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{M}sheet")]
    sheets = {}
    for number, name in enumerate(names, 1):
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        page, rows = root.find(f"{M}pageSetup"), {}
        assert page.get("paperSize") == "9" and page.get("orientation") == "landscape", name
        assert not list(root.iter(f"{M}f")), f"{name} has a formula"
        for row in root.iter(f"{M}row"):
            cells = {}
            for cell in row.iter(f"{M}c"):
                value = cell.find(f"{M}v")
                if value is not None:
                    cells[column_of(cell.get("r"))] = strings[int(value.text)] if cell.get("t") == "s" else float(value.text)
            rows[int(row.get("r")) - 1] = cells
        sheets[name] = rows
    return sheets


def head_of(indicator, lang):
    """What is no share has its unit behind the title."""
    if indicator.get("measure") != "2sfca":
        return indicator["title"][lang]
    return f"{indicator['title'][lang]}" + ({"en": " ({} per person)", "zh": "（每人 {}）"}[lang]).format(indicator["supply"])


def check_communities(rows, report, lang):
    indicators, features = report["lifecircle"]["indicators"], [f["properties"] for f in report["features"]]
    by_id, head = {p["id"]: p for p in features}, rows[3]
    columns = {title: k for k, title in head.items()}
    shown = [rows[r] for r in sorted(rows) if r > 3]
    assert [r[1] for r in shown] != [] and sorted(r[1] for r in shown) == sorted(by_id), "not every community"
    leading = next((i for i in indicators if i["metric"] != "straight" and i["ratio"] is not None), None)
    values = [by_id[r[1]][leading["id"]] for r in shown] if leading else []
    known = [v for v in values if v is not None]
    assert known == sorted(known) and values[: len(known)] == known, "not the least served first"
    checked = 0
    for row in shown:
        properties = by_id[row[1]]
        assert row[0] == properties["name"]
        for indicator in indicators:
            wanted, value = properties[indicator["id"]], row[columns[head_of(indicator, lang)]]
            assert value == wanted if wanted is not None else isinstance(value, str), (row[1], indicator["id"], value)
            checked += 1
    for category in report["lifecircle"]["categories"]:
        if features[0][f"{category['id']}_count"] is None:
            continue
        title = next(t for t in columns if t.startswith(category["title"][lang] or category["id"]) and t.endswith(("number inside", "内部数量")))
        assert [row.get(columns[title]) for row in shown] == [by_id[row[1]][f"{category['id']}_count"] for row in shown]
        checked += len(shown)
    return checked


def check_summary(rows, report, lang):
    cells = [c for row in rows.values() for c in row.values()]
    for indicator in report["lifecircle"]["indicators"]:
        if indicator["ratio"] is not None:
            assert any(isinstance(c, float) and abs(c - indicator["ratio"]) < 5e-7 for c in cells), indicator["id"]
        if indicator["target"] is not None and indicator["verdict"] in VERDICTS[lang]:
            assert VERDICTS[lang][indicator["verdict"]] in cells, indicator["id"]


def check_charts(rows, report, lang):
    """Two columns an indicator, below one another distances and Lorenz curves."""
    heads = [r for r in sorted(rows) if len(rows[r]) > 1 and all(isinstance(c, str) for c in rows[r].values())]
    assert len(heads) == 2, heads
    for head, key in zip(heads, ("distances", "lorenz")):
        shown = [i for i in report["lifecircle"]["indicators"] if i[key]]
        assert len(rows[head]) == 2 * len(shown), key
        for k, indicator in enumerate(shown):
            d = indicator[key]
            pairs = d if key == "lorenz" else [(d["width_m"] * (n + 1), s) for n, s in enumerate(d["shares"])]
            for n, pair in enumerate(pairs):
                cells = [rows[head + 1 + n][2 * k + j] for j in (0, 1)]
                assert all(abs(c - p) < 1e-5 for c, p in zip(cells, pair)), (indicator["id"], key, n, cells, pair)
            assert rows[head][2 * k].startswith(indicator["title"][lang]), rows[head][2 * k]


def main():
    report = json.load(open(sys.argv[1], encoding="utf-8"))
    lang = sys.argv[3]
    sheets = read(sys.argv[2])
    assert list(sheets) == SHEETS[lang], list(sheets)
    check_summary(sheets[SHEETS[lang][0]], report, lang)
    n = check_communities(sheets[SHEETS[lang][1]], report, lang)
    inputs = [row[1] for row in sheets[SHEETS[lang][6]].values() if 1 in row]
    assert all(i["file"] in inputs for i in report["lifecircle"]["inputs"]), inputs
    check_charts(sheets[SHEETS[lang][4]], report, lang)
    print(f"{sys.argv[2]}: {n} values of {len(report['features'])} communities")


main()
