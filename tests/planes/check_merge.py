#!/usr/bin/env python3
"""A made country in one run, and cut, checked in parts and merged: the same bytes. check_merge.py PROGRAM DATA FOLDER

Every source and denominator, combinations, a scorecard and groups; parts of one plane and of several; extracts of an
OpenStreetMap file (with osmium, of scripts/setup --tests); a job that dies and is run again; finished parts are left alone until an input changes; what does not belong together is not merged."""
import os
import pathlib
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
import made_country  # noqa: E402

PROGRAM, DATA, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
ENVIRONMENT = {**os.environ, "LC_ALL": "C", "LIFECIRCLE": PROGRAM, "LIFECIRCLE_DATA": DATA}


def run(*command, code=0, env=ENVIRONMENT):
    done = subprocess.run(command, cwd=FOLDER, env=env, capture_output=True, text=True)
    assert done.returncode == code, f"{command} gave {done.returncode}, not {code}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def parts(folder):
    return sorted(FOLDER.glob(f"{folder}/part-*/report.geojson"))


def same(a, b):
    assert (FOLDER / a).read_bytes() == (FOLDER / b).read_bytes(), f"{a} and {b} differ"


def check_whole(project, packs):
    run(PROGRAM, "check", project, "-o", "one.geojson", "--csv", "one.csv", "--quiet", "--no-fail")
    assert '"planes":14' in (FOLDER / "one.geojson").read_text()
    for n in packs:
        shutil.rmtree(FOLDER / "shards", ignore_errors=True)
        run(PROGRAM, "cut", project, "-o", "shards", *(["--packs", str(n)] if n else []))
        run("sh", "shards/run-parallel.sh")
        assert len(parts("shards")) == (n or 14)
        same("one.geojson", "shards/report.geojson")
        same("one.csv", "shards/report.csv")
        reversed_parts = [str(p) for p in reversed(parts("shards"))]
        run(PROGRAM, "merge", *reversed_parts, "-o", "merged.geojson")
        same("one.geojson", "merged.geojson")


def check_again():
    """Finished parts are not computed twice; a changed input makes them anew; a part that fails is named, and merged after it
    has been run again."""
    before = [p.stat().st_mtime_ns for p in parts("shards")]
    run("sh", "shards/run-parallel.sh")
    assert before == [p.stat().st_mtime_ns for p in parts("shards")], "a finished part was computed again"
    dies = FOLDER / "dies.sh"
    dies.write_text(f'#!/bin/sh\ncase "$PWD $1" in *"/part-003 check") kill -9 $$;; esac\nexec "{PROGRAM}" "$@"\n')
    dies.chmod(0o755)
    with open(FOLDER / "stores.geojson", "a") as file:
        file.write("\n")
    killed = subprocess.run(["sh", "shards/run-parallel.sh"], cwd=FOLDER, capture_output=True, text=True,
                            env={**ENVIRONMENT, "LIFECIRCLE": str(dies)})
    assert killed.returncode != 0
    said = run("sh", "shards/merge.sh", code=1)
    assert "part-003 has not been checked" in said, said
    after = [p.stat().st_mtime_ns for p in parts("shards")]
    assert all(a != b for k, (a, b) in enumerate(zip(before, after)) if k != 2), "a changed input went unnoticed"
    run("sh", "shards/run-parallel.sh")
    assert after[0] == parts("shards")[0].stat().st_mtime_ns
    run(PROGRAM, "check", "project.yaml", "-o", "one.geojson", "--quiet", "--no-fail")
    same("one.geojson", "shards/report.geojson")


def change(name, old, new):
    path = FOLDER / name
    text = path.read_text(encoding="utf-8")
    assert old in text, (name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def check_extracts():
    """Parts with an extract each, which have what lies in their boxes whole: multipolygons and boundaries that reach out too."""
    run("osmium", "cat", "country.osm", "-o", "country.osm.pbf", "--overwrite")
    project = (FOLDER / "osm.yaml").read_text(encoding="utf-8")
    (FOLDER / "pbf.yaml").write_text(project.replace("country.osm\n", "country.osm.pbf\n"), encoding="utf-8")
    check_whole("pbf.yaml", [5])
    assert len(list(FOLDER.glob("shards/part-*/extract.osm.pbf"))) == 5
    part = "shards/part-002/part.yaml"
    change(part, "margin_m: 850.000", "margin_m: 400.000")
    said = run(PROGRAM, "check", "pbf.yaml", "--shard", part, "-o", "bad.geojson", code=2)
    assert "reaches 400 m beyond the communities, and this check needs 850 m" in said, said
    change(part, "margin_m: 400.000", "margin_m: 850.000")
    change(part, "  primary_school: none\n", "")
    said = run(PROGRAM, "check", "pbf.yaml", "--shard", part, "-o", "bad.geojson", code=2)
    assert "does not know the category 'primary_school'" in said, said
    change(part, "planes: 14", "planes: 15")
    said = run(PROGRAM, "check", "pbf.yaml", "--shard", part, "-o", "bad.geojson", code=2)
    assert "was cut for 126 communities in 15 planes, and there are 126 in 14" in said, said
    change(part, "end_plane: ", "end_plane: 9")
    said = run(PROGRAM, "check", "pbf.yaml", "--shard", part, "-o", "bad.geojson", code=2)
    assert "this is not what 'lifecircle cut' writes" in said, said
    (FOLDER / "broken.osm.pbf").write_bytes((FOLDER / "country.osm.pbf").read_bytes()[:-40])
    (FOLDER / "broken.yaml").write_text((FOLDER / "pbf.yaml").read_text().replace("country.osm.pbf", "broken.osm.pbf"))
    said = run(PROGRAM, "cut", "broken.yaml", "-o", "broken", code=2)
    assert "osmium fileinfo failed (exit code 1); see broken/osmium.log" in said, said


def check_without_osmium():
    """Then parts read the file whole, and cut says why."""
    shutil.rmtree(FOLDER / "shards")
    said = run(PROGRAM, "cut", "pbf.yaml", "-o", "shards", "--packs", "2", env={**ENVIRONMENT, "PATH": str(FOLDER)})
    assert "reads the OpenStreetMap data whole, and not an extract of it: osmium is not installed" in said, said
    run("sh", "shards/run-parallel.sh")
    same("one.geojson", "shards/report.geojson")
    shutil.rmtree(FOLDER / "shards")
    said = run(PROGRAM, "cut", "osm.yaml", "-o", "shards", "--packs", "2")
    assert "it is no .pbf" in said, said


def check_tables():
    """Tables that do not go with the reports."""
    reports, table = [str(p) for p in parts("shards")], FOLDER / "shards/part-002/report.csv"
    whole = table.read_bytes()
    for text, what in ((whole[: whole.rindex(b"c")], "is cut short"), (whole + whole.splitlines(True)[-1], "has not the rows of"),
                       (b"".join(whole.splitlines(True)[:-1]), "has not the rows of"), (whole.replace(b"id,", b"key,", 1), "has other columns")):
        table.write_bytes(text)
        said = run(PROGRAM, "merge", *reports, "--csv", "bad.csv", code=2)
        assert what in said, (what, said)
    table.unlink()
    said = run(PROGRAM, "merge", *reports, "--csv", "bad.csv", code=2)
    assert "part-002/report.csv cannot be read" in said, said
    table.write_bytes(whole)
    said = run(PROGRAM, "merge", *reports, "--csv", str(table), code=2)
    assert "is the table of a part" in said, said
    run(PROGRAM, "merge", *reports, "--csv", "merged.csv")
    same("shards/report.csv", "merged.csv")
    said = run(PROGRAM, "merge", *reports, "--csv", "bad.csv", "-o", "no/folder.geojson", code=2)
    assert "no/folder.geojson cannot be written" in said, said
    assert not (FOLDER / "bad.csv").exists()


def check_refusals():
    some = [str(p) for p in parts("shards")]
    said = run(PROGRAM, "merge", *some[:2], *some[3:], "-o", "bad.geojson", code=2)
    assert "part 3 of 5 is missing" in said, said
    said = run(PROGRAM, "merge", *some, some[1], "-o", "bad.geojson", code=2)
    assert "both part 2 of 5" in said, said
    said = run(PROGRAM, "merge", "one.geojson", "-o", "bad.geojson", code=2)
    assert "is a whole report" in said, said
    run(PROGRAM, "check", "project.yaml", "--shard", "3/5", "--link-limit", "200", "-o", "other.geojson", "--quiet", "--no-fail")
    said = run(PROGRAM, "merge", *some[:2], "other.geojson", *some[3:], "-o", "bad.geojson", code=2)
    assert "differ in lifecircle.parameters" in said, said
    whole = pathlib.Path(some[0]).read_text(encoding="utf-8")
    cut_short = FOLDER / "short.geojson"
    cut_short.write_text(whole[: whole.rindex('{"type":"Feature"')], encoding="utf-8")
    said = run(PROGRAM, "merge", str(cut_short), *some[1:], "-o", "bad.geojson", code=2)
    assert "ends before all of its communities" in said, said
    for groups in ('"groups":{"field":5,', '"groups":null,"more":{"field":5,'):  # totals of groups without a name of their field
        nameless = FOLDER / "nameless.geojson"
        nameless.write_text(whole.replace('"groups":{"field":"province",', groups, 1), encoding="utf-8")
        said = run(PROGRAM, "merge", str(nameless), *some[1:], "-o", "bad.geojson", code=2)
        assert "lifecircle.shard.groups is not as" in said, said
    second = pathlib.Path(some[1]).read_text(encoding="utf-8")
    other = FOLDER / "other.geojson"
    for old, new, member in (('"groups":{"field":"province"', '"more":{"field":"province"', "groups"),  # a part without groups
                             ('"groups":{"field":"province"', '"groups":{"field":"more"', "groups"),
                             ('"categories":[\n{"id":"', '"categories":[\n{"id":"x', "categories"),
                             ('"counted":[[6,', '"counted":[[5,', "shard.counted")):
        assert old in second, old
        other.write_text(second.replace(old, new, 1), encoding="utf-8")
        said = run(PROGRAM, "merge", some[0], str(other), *some[2:], "-o", "bad.geojson", code=2)
        assert f"differ in lifecircle.{member}" in said, said
    said = run(PROGRAM, "check", "project.yaml", "--shard", "6/5", "-o", "bad.geojson", code=2)
    assert "write K/N" in said, said
    said = run(PROGRAM, "cut", "project.yaml", "-o", "more", "--packs", "15", code=2)
    assert "14 planes" in said, said
    assert not (FOLDER / "bad.geojson").exists()


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    made_country.Country(14, 9).write(FOLDER)
    for name in ("project.yaml", "osm.yaml"):
        path = FOLDER / name
        path.write_text(path.read_text(encoding="utf-8").replace("html: map.html\n", ""), encoding="utf-8")
    check_whole("osm.yaml", [3])
    if shutil.which("osmium"):
        check_extracts()
        check_without_osmium()
    check_whole("project.yaml", [1, None, 5])
    check_again()
    check_tables()
    check_refusals()
    print("merged reports are those of one run")


main()
