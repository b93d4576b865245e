#!/usr/bin/env python3
"""Hold reports to their JSON Schema, and to what a schema cannot say: check_schema.py SCHEMA REPORT..."""
import json
import sys

sys.dont_write_bytecode = True
from schemas import check_files, check_schema  # noqa: E402


def turn(ring):
    """Twice the signed area; a step of more than half the globe crosses the antimeridian."""
    total = x = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        step = (x1 - x0 + 540) % 360 - 180
        total += x * (y1 - ring[0][1]) - (x + step) * (y0 - ring[0][1])
        x += step
    return total


def polygons(geometry):
    if geometry is None:
        return []
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def check_rings(feature):
    for polygon in polygons(feature["geometry"]):
        for index, ring in enumerate(polygon):
            assert ring[0] == ring[-1], "a ring is not closed"
            assert (turn(ring) > 0) == (index == 0), "a ring turns the wrong way (RFC 7946, 3.1.6)"


def expected_columns(report, properties):
    group = ["group"] if "groups" in report["lifecircle"] else []
    columns = ["id", "name", *group, "area_m2", "population"]
    for indicator in report["lifecircle"]["indicators"]:
        name = indicator["id"]
        columns += [name, name + "_err", name + "_offnet"]
        columns += [name + "_island"] if indicator["metric"] != "straight" else []
        columns += [name + "_verdict"]
        columns += [name + "_reason"] if properties[name] is None else []
        columns += [name + "_mean_m", name + "_mean_err_m"]
        if name + "_p50_m" in properties:
            columns += [name + "_p50_m", name + "_p50_err_m", name + "_p90_m", name + "_p90_err_m"]
            columns += [f"{name}_band_{edge:g}" for edge in report["lifecircle"]["parameters"]["bands_m"]]
            columns += [name + "_facilities", name + "_per_10k"]
            columns += [name + "_overlap", name + "_overlap_err"] if name + "_overlap" in properties else []
        combines = indicator["combines"]
        if combines and combines["kind"] == "at_least":
            columns += [name + "_services"] + [f"{name}_k{k}" for k in range(len(combines["parts"]) + 1)]
    return columns


def check_columns(report, feature):
    properties = feature["properties"]
    columns = expected_columns(report, properties)
    names = list(properties)
    assert names[: len(columns)] == columns, f"the columns are {names}, not {columns}"
    counts = ("_count", "_count_street", "_count_community", "_count_station")
    counts += ("_length_m", "_area_m2", "_share", "_m2_per_person")
    scorecard = ["met_count", "missed_items", "no_data_items"] if report["lifecircle"]["scorecard"] else []
    end = len(names) - 1 - len(scorecard)
    assert all(name.endswith(counts) for name in names[len(columns) : end]), "a column too many"
    assert names[end:-1] == scorecard, "the columns of the scorecard"
    assert names[-1] == "edge_effect", "the last column is not edge_effect"
    for indicator in report["lifecircle"]["indicators"]:
        name = indicator["id"]
        if properties[name] is None:
            assert properties[name + "_err"] is None, f"{name}: an error without a value"
        else:
            assert properties[name + "_err"] is not None, f"{name}: a value without an error"


def check_shares(services, shares, ratio, least):
    """The parts' shares are a distribution: its mean is the number of services, its upper end the ratio."""
    if services is None:
        assert ratio is None and all(share is None for share in shares)
        return
    assert abs(sum(shares) - 1) < 1e-5, f"shares {shares} do not sum to 1"
    rounding = 5e-7 * sum(range(len(shares) + 1))  # six decimals each
    assert abs(sum(k * share for k, share in enumerate(shares)) - services) < 1e-4 + rounding
    assert abs(sum(shares[least:]) - ratio) < 2e-5, f"{shares} against {ratio}"


def check_combinations(report):
    for indicator in report["lifecircle"]["indicators"]:
        name, combines = indicator["id"], indicator["combines"]
        if not combines or combines["kind"] != "at_least":
            continue
        check_shares(combines["services"], combines["shares"], indicator["ratio"], combines["n"])
        for feature in report["features"]:
            p = feature["properties"]
            shares = [p[f"{name}_k{k}"] for k in range(len(combines["parts"]) + 1)]
            check_shares(p[name + "_services"], shares, p[name], combines["n"])


def check_scorecard(report):
    card = report["lifecircle"]["scorecard"]
    if not card:
        return
    complete = 0
    for feature in report["features"]:
        p = feature["properties"]
        of = {verdict: [item for item in card["items"] if p[item + "_verdict"] == verdict] for verdict in ("met", "missed", "no_data")}
        assert p["met_count"] == len(of["met"])
        assert p["missed_items"] == ",".join(of["missed"]) and p["no_data_items"] == ",".join(of["no_data"])
        complete += len(of["met"]) == len(card["items"])
    assert card["communities_met"] == complete


def check_verdicts(report):
    for indicator in report["lifecircle"]["indicators"]:
        verdicts = [feature["properties"][indicator["id"] + "_verdict"] for feature in report["features"]]
        for verdict in ("met", "missed"):
            if indicator["community_target"] is not None:
                assert verdicts.count(verdict) == indicator["communities_" + verdict], indicator["id"]


def unique(pairs):
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), f"a member twice in {names}"
    return dict(pairs)


def check(validator, path):
    report = json.load(open(path, encoding="utf-8"), object_pairs_hook=unique)
    check_schema(validator, report)
    assert report["features"], "no features to check"
    for feature in report["features"]:
        check_rings(feature)
        check_columns(report, feature)
    check_verdicts(report)
    check_combinations(report)
    check_scorecard(report)
    print(f"{path}: {len(report['features'])} features obey the schema")


if __name__ == "__main__":
    check_files(check)
