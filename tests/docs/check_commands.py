#!/usr/bin/env python3
"""Every command of the pages in both languages runs, and every example in YAML is read: check_commands.py PROGRAM SOURCE FOLDER

FOLDER becomes a town with all the files that the pages name: two of Liechtenstein's for an OpenStreetMap file with communities, Chengdu's
for layers of one's own. A command may end with 1, a target that is missed; what it says that it writes must be there.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

from osgeo import gdal

gdal.UseExceptions()
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "planes"))
import made_country  # noqa: E402
import pages  # noqa: E402

program, source, town = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
environment = dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}", LC_ALL="C.UTF-8")
PROJECT = "osm: city.osm.pbf\ncommunities: communities.shp\nid_field: code\nname_field: name\n"
STORE = ('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"op":"add","category":"convenience_store"},'
         '"geometry":{"type":"Point","coordinates":[9.5209,47.1410]}}]}')
MY_CITY = """name: my-city
indicators:
  - {id: park_500, category: park, distance_m: 500, denominator: population}
  - {id: centre_1000, category: service_center, distance_m: 1000, denominator: residential}
"""
# Layers of one's own: the file, made of which one, by which query.
LAYERS = (
    ("communities.shp", "liechtenstein", "SELECT geometry, name, CASE name WHEN 'Vaduz' THEN '510107001' ELSE code END AS code FROM communities WHERE name IN ('Vaduz', 'Planken')"),
    ("districts.shp", "liechtenstein", "SELECT * FROM communities WHERE name IN ('Vaduz', 'Planken')"),
    ("buildings.shp", "liechtenstein", "SELECT ST_Buffer(ST_PointOnSurface(geometry), 0.0002) AS geometry, 12 AS residents FROM communities"),
    ("landuse.shp", "liechtenstein", "SELECT ST_Buffer(ST_PointOnSurface(geometry), 0.002) AS geometry FROM communities"),
    ("compounds.shp", "liechtenstein", "SELECT ST_Buffer(ST_PointOnSurface(geometry), 0.001) AS geometry FROM communities"),
    ("gates.shp", "liechtenstein", "SELECT ST_StartPoint(ST_ExteriorRing(ST_Buffer(ST_PointOnSurface(geometry), 0.001))) AS geometry FROM communities"),
    ("parks.gpkg", "liechtenstein", "SELECT ST_Buffer(ST_PointOnSurface(geometry), 0.003) AS geometry FROM communities"),
    ("park_gates.geojson", "liechtenstein", "SELECT ST_StartPoint(ST_ExteriorRing(ST_Buffer(ST_PointOnSurface(geometry), 0.003))) AS geometry FROM communities"),
    ("parks.shp", "chengdu", "SELECT geometry FROM blocks LIMIT 5"),
    ("centres.gpkg", "chengdu", "SELECT ST_PointOnSurface(geometry) AS geometry FROM blocks LIMIT 5"),
)


def run(command, folder, allowed=(0, 1)):
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode in allowed, f"{command}: exit code {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def make_layers(samples):
    sources = {"liechtenstein": samples / "liechtenstein" / "communities.shp", "chengdu": samples / "chengdu" / "blocks.shp"}
    for name, of, query in LAYERS:
        gdal.VectorTranslate(str(town / name), str(sources[of]), SQLStatement=query, SQLDialect="sqlite", layerName=name.split(".")[0],
                             layerCreationOptions=["ENCODING=GBK"] if name == "parks.shp" else [])


def make_town():
    samples = source / "data" / "samples"
    shutil.rmtree(town, ignore_errors=True)
    town.mkdir(parents=True)
    for part in [*samples.glob("chengdu/blocks.*"), *samples.glob("chengdu/roads.*")]:
        shutil.copy(part, town)
    shutil.copy(samples / "liechtenstein" / "liechtenstein.osm.pbf", town / "city.osm.pbf")
    make_layers(samples)
    texts = {name: PROJECT for name in ("project.yaml", "plan.yaml", "city.yaml")}
    texts.update({"plan.geojson": STORE, "plan-b.geojson": STORE, "our-plan.yaml": run("lifecircle profiles life-circle", town),
                  "my-city.yaml": MY_CITY,
                  "amap.csv": "id,name,typecode,lng,lat\nB1,红旗超市,060400,104.0661,30.6352\n",
                  "centres.csv": "name,lng,lat\nVaduz,9.5209,47.1410\n"})
    for name, text in texts.items():
        (town / name).write_text(text, encoding="utf-8")
    run("lifecircle check project.yaml -o last.geojson --quiet && cp last.geojson old.geojson && cp last.geojson new.geojson", town)


def check_written(command, folder):
    """Every file that an option of the command names as an output."""
    outputs = r"(?:-o|--(?:output|html|junit|markdown|areas|gaps|store|csv|gpkg))[ =]([\w./-]+\.\w+)|--field \w+=(\S+)|> (\S+)$"
    for found in re.findall(outputs, command):
        name = "".join(found)
        assert (folder / name).stat().st_size > 0, f"{command}: {name} is empty"


def check_served(command, calls):
    """`lifecircle serve`: it prints its address, answers the calls of the page, and ends when it is told to."""
    started = subprocess.Popen([*command.split(), "--listen", "127.0.0.1:0"], cwd=town, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        address, token = re.search(r"(http://[\d.:]+)/\?token=(\S+)", started.stdout.readline()).groups()
        script = "\n".join(calls)
        if script:
            assert "http://127.0.0.1:8315" in script and "kHrlcmLqUSdFIKL9gjuBVmtcyRc9mIiX" in script, script
            script = script.replace("http://127.0.0.1:8315", address).replace("kHrlcmLqUSdFIKL9gjuBVmtcyRc9mIiX", token)
            answer = run(script.replace("curl ", "curl -sS "), town)
            assert '"version":1' in answer and '"store_500"' in answer, answer
    finally:
        started.send_signal(signal.SIGTERM)
    assert started.wait(timeout=60) == 0, f"{command}: exit code {started.returncode}"


def run_script_of_ci(lines):
    """The commands of docs/ci.md that begin in a source tree and put their files into /tmp."""
    place = town / "ci"
    place.mkdir()
    for line in lines:
        run(line.replace("/tmp/", f"{place}/").replace("build/release/lifecircle", str(program)), source, allowed=(0,))
    assert (place / "coverage" / "baseline.geojson").stat().st_size > 0


def check_country(commands):
    """docs/country.md: a made country is cut, one part is checked as its script does it, and all of them are, before they are merged."""
    country = town / "country"
    country.mkdir()
    made_country.Country(14, 3).write(country)
    profile = (country / "country.yaml").read_text(encoding="utf-8")
    (country / "made.yaml").write_text(profile, encoding="utf-8")
    project = (country / "project.yaml").read_text(encoding="utf-8").replace("profile: country.yaml", "profile: made.yaml")
    (country / "country.yaml").write_text(project.replace("html: map.html", "gpkg: all.gpkg"), encoding="utf-8")
    for command in commands:
        run(command, country)
        check_written(command, country)
        if command.startswith("lifecircle cut"):
            run("sh shards/run-parallel.sh && cp shards/part-001/part.yaml shards/part-001/layers.sqlite .", country, allowed=(0,))
    return len(commands)


def check_page(name):
    if name == "country":
        return check_country(pages.commands(pages.read(source, name)[1]))
    commands = pages.commands(pages.read(source, name)[1])
    calls = [line for line in commands if line.startswith(("A=", "H=", "curl"))]
    in_tmp = [line for line in commands if "/tmp/" in line]
    for command in commands:
        if command.startswith("lifecircle serve"):
            check_served(command, calls)
        elif command not in calls and command not in in_tmp:
            run(command, town)
            check_written(command, town)
    if in_tmp:
        run_script_of_ci(in_tmp)
    return len(commands)


def check_examples():
    """The examples of the page of profiles: whole ones, and pieces to which the rest is added."""
    examples = pages.fences(pages.read(source, "profiles")[1], "yaml")
    for text in examples:
        if text.startswith("osm:"):
            (town / "of-the-page.yaml").write_text(text, encoding="utf-8")
            run("lifecircle check of-the-page.yaml --quiet", town)
            continue
        head = "" if text.startswith("name:") else "name: piece\n"
        body = f"indicators:\n{text}" if text.startswith("  - ") else text
        tail = "" if "indicators:" in body else "indicators:\n  - {id: store, category: convenience_store, minutes: 10}\n"
        (town / "piece.yaml").write_text(head + body + tail, encoding="utf-8")
        run("lifecircle profiles ./piece.yaml", town, allowed=(0,))
    return len(examples)


def check_said():
    """What the pages show of the program's words, in both languages."""
    (town / "my-city.yaml").write_text("name: my-city\n" + "\n" * 8 + "indicators:\n  - {id: a, category: park, distance_m: 500,\n     target: 90}\n")
    for page, guide, language in zip(pages.read(source, "profiles"), pages.read(source, "guide"), ("en", "zh")):
        line = re.search(r"^    (my-city\.yaml:12: .+)$", page, re.M)[1]
        done = subprocess.run([program, "profiles", "./my-city.yaml", "--lang", language], cwd=town, env=environment, capture_output=True, text=True)
        assert done.returncode == 2 and done.stderr.rstrip().endswith(line), done.stderr
        said = run(f"lifecircle inspect roads.shp --lang {language}", town)
        for shown in pages.fences(guide, "")[0].splitlines():
            assert shown in said.splitlines(), f"{shown} is not what is said: {said}"


def main():
    make_town()
    count = sum(check_page(name) for name in pages.BOTH)
    print(f"{count} commands run, {check_examples()} examples are read")
    check_said()


main()
