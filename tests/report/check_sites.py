#!/usr/bin/env python3
"""Hold a siting to its JSON Schema, and to what a schema cannot say: check_sites.py SCHEMA SITES..."""
import json
import sys

sys.dont_write_bytecode = True
from schemas import check_files, check_schema  # noqa: E402


def check_sums(answer, sites):
    """Gains add up to what is covered; the order is that of gain."""
    curve, tolerance = answer["curve"], 0.001 * (len(sites) + 2)
    assert len(curve) == len(sites) + 1, "the curve has not one value more than there are sites"
    assert curve[0] == answer["before"] and abs(curve[-1] - answer["value"]) <= tolerance
    for rank, site in enumerate(sites, 1):
        p = site["properties"]
        assert p["rank"] == rank
        assert abs(curve[rank] - curve[rank - 1] - p["gain"]) <= 0.002, f"gain of {p['id']} is not the curve's step"
        assert p["alone"] >= p["gain"] - 0.001, f"{p['id']} covers less alone than last"
        assert rank == 1 or p["gain"] <= sites[rank - 2]["properties"]["gain"] + 0.001, "not in the order of gain"
    assert answer["value"] <= answer["demand"] + tolerance
    assert abs(sum(s["properties"]["cost"] for s in sites) - answer["cost"]) <= 0.01 * len(sites)


def check_proof(answer):
    (kind, number), = answer["question"].items()
    least = kind in ("reach", "each_community")
    best, reached = (answer["cost"], answer["bound"]) if least else (answer["bound"], answer["value"])
    gap = (best - reached) / best if best else 0
    assert abs(answer["gap"] - max(0, gap)) <= 1e-6, f"gap {answer['gap']}, not {gap}"
    assert answer["optimal"] == (answer["gap"] <= 1e-9)
    assert not answer["optimal"] or all(w["code"] != "not_proven" for w in answer["warnings"])
    if kind == "reach":
        assert answer["ratio_after"] >= number - 1e-6, "the target is not reached"


def check_ratios(answer):
    """Points of a population are exact, areas to a hundredth."""
    for i in answer["indicators"]:
        spare = 1e-6 if i["denominator"] == "population" else 0.01
        for ratio, covered in (("ratio_before", "before"), ("ratio_after", "value")):
            if i[ratio] is not None and i["demand"]:
                assert abs(i[ratio] - i[covered] / i["demand"]) <= spare, f"{i['id']}: {ratio} is not what {covered} says"


def check(validator, path):
    document = json.load(open(path, encoding="utf-8"))
    check_schema(validator, document)
    check_sums(document["lifecircle"], document["features"])
    check_proof(document["lifecircle"])
    check_ratios(document["lifecircle"])
    print(f"{path}: {len(document['features'])} sites obey the schema")


if __name__ == "__main__":
    check_files(check)
