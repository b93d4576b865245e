#!/usr/bin/env python3
"""Threads under Valgrind's helgrind: check_races.py LIFECIRCLE TEST_THREADS FOLDER

A check with four threads and all outputs; a siting; `serve` with edits and reports asked for from four connections at once, and
a check with every kind of edit; TEST_THREADS (tests/unit/api/test_threads.c), whose threads share a city. What helgrind finds is ours when
the code that does it is: GDAL's order of its own locks is not. 0: nothing of ours.
"""
import collections
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE.parent / "serve")]
import town  # noqa: E402
from test_server import Server  # noqa: E402

PROGRAM, THREADS, FOLDER = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
OURS = ("lifecircle", "test_threads")
# The tool's own functions, and those of the C library, stand for who called them.
BETWEEN = ("vgpreload_", "libc.so", "libm.so", "libpthread", "ld-linux")
TOOL = ["valgrind", "--tool=helgrind", "--xml=yes", "--child-silent-after-fork=yes"]
EDITS = [
    {"op": "add", "category": "store", "id": "n1"}, {"op": "add", "category": "park"}, {"op": "path"}, {"op": "close"},
    {"op": "remove", "category": "store", "id": "s1"}, {"op": "move", "category": "store", "id": "s2"},
]


def tool(name):
    return [*TOOL, f"--xml-file={FOLDER}/{name}.xml"]


def is_ours(stack):
    """By the innermost function that is neither the tool's nor the C library's. glibc keeps the stacks of threads for the next ones, by
    locks that helgrind does not see; a process that is ended at once lets go of no lock; and a wait that times out may wake another one by
    itself, without the lock."""
    for frame in stack.iter("frame"):
        name = os.path.basename(frame.findtext("obj") or "")
        if (frame.findtext("fn") or "").startswith(("pthread_create", "_Exit", "_exit", "__pthread_cond_wait_common")):
            return False
        if not name.startswith(BETWEEN):
            return name.startswith(("liblifecircle", *OURS))
    return False


def describe(error):
    text = error.findtext("xwhat/text") or error.findtext("what") or ""
    lines = [f"{error.findtext('kind')}: {text}"]
    for stack in error.iter("stack"):
        lines += [f"    {frame.findtext('fn') or '?'} ({os.path.basename(frame.findtext('obj') or '?')})"
                  for frame in list(stack.iter("frame"))[:6]]
        lines.append("    --")
    return "\n".join(lines)


def findings(name):
    """Of ours, described; and the number of the others."""
    ours, others = collections.Counter(), 0
    for error in xml.etree.ElementTree.parse(FOLDER / f"{name}.xml").getroot().iter("error"):
        if any(is_ours(stack) for stack in error.iter("stack")):
            ours[describe(error)] += 1
        else:
            others += 1
    return ours, others


def run(name, command):
    done = subprocess.run([*tool(name), *map(str, command)], cwd=FOLDER, capture_output=True, text=True)
    return [] if done.returncode == 0 else [f"exit {done.returncode}: {done.stderr.strip()}"]


def feature(properties, k):
    """An edit somewhere in the town, of the geometry that its kind needs."""
    x, y = 40 + 37 * (k % 7), 130 + 41 * (k % 5)
    line = properties["op"] in ("path", "close")
    where = {"type": "LineString", "coordinates": [town.place(x, y), town.place(x + 260, y + 90)]} if line else \
        {"type": "Point", "coordinates": town.place(x, y)}
    return {"type": "Feature", "properties": properties, "geometry": where}


def check():
    return run("check", [PROGRAM, "check", "town.yaml", "--no-fail", "--quiet", "--threads", "4", "-o", "r.geojson", "--areas",
                         "areas.gpkg", "--csv", "r.csv", "--xlsx", "r.xlsx", "--html", "r.html", "--overlap"])


def edited():
    town.write(FOLDER / "plan.geojson", [feature(e, k) for k, e in enumerate(EDITS)])
    return run("edited", [PROGRAM, "check", "town.yaml", "--no-fail", "--quiet", "--threads", "4", "--edits", "plan.geojson"])


def site():
    return run("site", [PROGRAM, "site", "town.yaml", "--indicator", "store_400", "--candidates", "paths:100", "--count", "2",
                        "--quiet", "--threads", "4", "-o", "sites.geojson"])


def serve():
    """Four connections, each with edits of its own and reports of whatever there is."""
    server, wrong = Server(PROGRAM, FOLDER, "--threads", "4", before=tool("serve")), []

    def visit(visitor):
        for k in range(3):
            status, _, text = server.put([feature(EDITS[(visitor + k) % len(EDITS)], visitor + k)])
            if status != 200:
                wrong.append(f"edits: {status} {text[:200]}")
            server.ask("GET", "/api/report" if k % 2 else "/api/state")

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(visit, range(4)))
    code = server.stop()
    return wrong + ([] if code in (0, 143) else [f"exit {code}"])


def threads():
    return run("threads", [THREADS])


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    town.main(FOLDER)
    failed = 0
    for part in (check, edited, site, serve, threads):
        if len(sys.argv) > 4 and part.__name__ not in sys.argv[4:]:
            continue
        wrong = part()
        ours, others = findings(part.__name__)
        wrong += [f"{n} times {text}" for text, n in ours.items()]
        failed += len(wrong)
        for text in wrong:
            print(f"{part.__name__}: {text}")
        print(f"{part.__name__}: {len(ours)} findings of ours, {others} of libraries", flush=True)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
