#!/usr/bin/env python3
"""A made country in one run, by a Slurm job array on two nodes, and by GNU parallel: the same bytes. check_cluster.py PROGRAM
DATA FOLDER

A check that is killed is tried again by its task; a task that is killed stops the merging, which names its part; submitted again,
that part alone is computed. scripts/test --cluster runs this; the cluster (cluster.py) is made for it and stopped after it."""
import os
import pathlib
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import cluster  # noqa: E402
import made_country  # noqa: E402

PROGRAM, DATA, FOLDER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), pathlib.Path(sys.argv[3]).resolve()
ENVIRONMENT = {**os.environ, "LC_ALL": "C", "LIFECIRCLE": PROGRAM, "LIFECIRCLE_DATA": DATA}

# The first check of part 3 dies, and the first task of part 5 with all that belongs to it.
WRAPPER = """#!/bin/sh
first() {{ mkdir "{folder}/$1" 2>/dev/null; }}
case "$1 $PWD" in
"check "*/part-003) if first check-died; then kill -9 $$; fi ;;
"check "*/part-005) if first task-died; then scancel --signal=KILL --full "$SLURM_JOB_ID"; sleep 60; fi ;;
esac
exec "{program}" "$@"
"""


def run(*command, environment=ENVIRONMENT, folder=FOLDER):
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command} gave {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout


def parts():
    return sorted(FOLDER.glob("shards/part-*/report.geojson"))


def same():
    assert (FOLDER / "one.geojson").read_bytes() == (FOLDER / "shards/report.geojson").read_bytes()


def make():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    made_country.Country(14, 9).write(FOLDER)
    run("osmium", "cat", "country.osm", "-o", "country.osm.pbf")
    project = (FOLDER / "osm.yaml").read_text(encoding="utf-8").replace("country.osm\n", "country.osm.pbf\n")
    (FOLDER / "project.yaml").write_text(project.replace("html: map.html\n", ""), encoding="utf-8")
    run(PROGRAM, "check", "project.yaml", "-o", "one.geojson", "--quiet", "--no-fail")
    run(PROGRAM, "cut", "project.yaml", "-o", "shards", "--packs", "6")


def submit(slurm, program):
    """Run all parts and the merging; returns what the merging said."""
    run("sh", "shards/run-slurm.sh", environment={**ENVIRONMENT, **slurm.environment, "LIFECIRCLE": str(program)})
    end = time.monotonic() + 240
    while slurm.jobs():
        assert time.monotonic() < end, f"jobs did not end: {slurm.jobs()} {slurm.logs()}"
        time.sleep(0.3)
    return (FOLDER / "shards/merge.log").read_text()


def check_slurm():
    dies = FOLDER / "dies.sh"
    dies.write_text(WRAPPER.format(folder=FOLDER, program=PROGRAM))
    dies.chmod(0o755)
    with cluster.Cluster(FOLDER / "slurm") as slurm:
        said = submit(slurm, dies)
        assert "part-005 has not been checked" in said, said
        assert (FOLDER / "check-died").exists() and len(parts()) == 5, "part 3 is to be tried again, and 5 to be missing"
        assert not (FOLDER / "shards/report.geojson").exists(), "merged without a part"
        before = {p: p.stat().st_mtime_ns for p in parts()}
        said = submit(slurm, dies)
        assert said == "", said
        assert all(p.stat().st_mtime_ns == before[p] for p in before), "a finished part was computed again"
    same()


def check_parallel():
    for report in [*parts(), FOLDER / "shards/report.geojson"]:
        report.unlink()
    run("sh", "shards/run-parallel.sh")
    assert len((FOLDER / "shards/jobs.log").read_text().splitlines()) == 1 + 6, "GNU parallel ran no job for each part"
    same()


def main():
    lacking = cluster.missing() + [p for p in ("osmium", "parallel") if not shutil.which(p)]
    if lacking:
        sys.exit(f"not installed: {', '.join(lacking)}; scripts/setup --cluster installs them")
    make()
    check_slurm()
    check_parallel()
    print("the reports by Slurm and by GNU parallel are that of one run")


main()
