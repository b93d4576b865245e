"""GRASS: v.net and v.net.iso, in a location that goes afterwards."""
import os
import subprocess
import sys
import tempfile

from graph import Graph, Timer, arguments, report_length, write_layers

folder, limit = arguments()
graph = Graph(folder)
STEPS = """set -e
v.in.ogr -o --quiet input=$PLACE/edges.gpkg layer=edges output=edges snap=-1
v.in.ogr -o --quiet input=$PLACE/points.gpkg layer=points output=points
v.net --quiet input=edges points=points output=net operation=connect threshold=0.01 arc_layer=1 node_layer=2
date +%s.%N
v.net.iso --quiet input=net output=iso center_cats=1-100000 costs=$LIMIT arc_layer=1 node_layer=2
date +%s.%N
v.to.db -p --quiet map=iso option=length columns=length units=meters
"""
with tempfile.TemporaryDirectory() as place:
    write_layers(graph, place)
    timer = Timer()
    done = subprocess.run(["grass", "--tmp-location", "XY", "--exec", "bash", "-c", STEPS], capture_output=True, text=True,
                          env={**os.environ, "PLACE": place, "LIMIT": str(limit)})  # fmt: skip
    whole = timer.lap()
lines = done.stdout.split()
try:
    numbers = [line for line in done.stdout.splitlines() if line and line[0].isdigit()]
    start, end = float(numbers[0]), float(numbers[1])
    lengths = dict(line.split("|")[:2] for line in numbers[2:])
    served = float(lengths["1"])
except (IndexError, KeyError, ValueError):
    sys.exit("GRASS: " + (done.stdout + done.stderr)[-2000:])
report_length("GRASS v.net.iso", graph, served, limit, build_s=whole - (end - start), search_s=end - start)
