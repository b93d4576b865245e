#!/usr/bin/env python3
"""How long `lifecircle serve` takes to answer: bench_live.py LIFECIRCLE FOLDER [STEPS]

FOLDER is a city of scripts/bench-city. Whole HTTP calls, one after the other: a facility more, moved or closed at a random
place, then a path more or one closed. Each list of edits takes the place of the one before.
"""
import http.client
import json
import pathlib
import random
import re
import statistics
import subprocess
import sys
import time


class Server:
    def __init__(self, program, folder):
        city = [f"--osm={folder}/city.osm.pbf", f"--communities={folder}/communities.shp", "--id-field=id", f"--data={folder}/data"]
        started = time.monotonic()
        self.process = subprocess.Popen([program, "serve", *city, "--profile=metropolis", "--listen=127.0.0.1:0", "--quiet"],
                                        stdout=subprocess.PIPE, text=True)  # fmt: skip
        port, self.token = re.search(r":(\d+)/[?]token=(\S+)", self.process.stdout.readline()).groups()
        self.open_s = time.monotonic() - started
        self.connection = http.client.HTTPConnection("127.0.0.1", int(port))

    def ask(self, method, path, body=None):
        started = time.monotonic()
        self.connection.request(method, path, body, {"Authorization": "Bearer " + self.token})
        answer = self.connection.getresponse()
        text = answer.read()
        return answer.status, text, 1e3 * (time.monotonic() - started)

    def put(self, *features):
        body = json.dumps({"type": "FeatureCollection", "features": features})
        return self.ask("PUT", "/api/edits", body)

    def memory_mib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


def feature(kind, coordinates, **properties):
    geometry = {"type": kind, "coordinates": coordinates} if kind else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def read_lines(folder, n):
    """n streets: their vertices."""
    query = f"SELECT geometry FROM roads ORDER BY (ROWID * 7919) % 100003 LIMIT {n}"
    command = ["ogr2ogr", "-f", "GeoJSONSeq", "-lco", "COORDINATE_PRECISION=9", "-dialect", "sqlite", "-sql", query,
               "/vsistdout/", f"{folder}/roads.shp"]  # fmt: skip
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [json.loads(line.strip("\x1e"))["geometry"]["coordinates"] for line in text.splitlines() if line.strip("\x1e")]


def facility_steps(server, rng, steps):
    places = json.loads(server.ask("GET", "/api/facilities")[1])["features"]
    for step in range(steps):
        one = rng.choice(places)
        category, id = one["properties"]["category"], one["properties"]["id"]
        x, y = point_of(rng.choice(places))[:2]
        where = [x + rng.uniform(-0.003, 0.003), y + rng.uniform(-0.003, 0.003)]
        edit = [feature("Point", where, op="add", category=category, area=6000),
                feature("Point", where, op="move", category=category, id=id),
                feature(None, None, op="remove", category=category, id=id)][step % 3]  # fmt: skip
        yield server.put(edit)


def point_of(place):
    at = place["geometry"]["coordinates"]
    while isinstance(at[0], list):
        at = at[0]
    return at


def path_steps(server, rng, lines):
    for step, line in enumerate(lines):
        if step % 2:
            yield server.put(feature("LineString", [line[0], line[-1]], op="path"))
        else:
            k = rng.randrange(len(line) - 1)
            middle = [(line[k][0] + line[k + 1][0]) / 2, (line[k][1] + line[k + 1][1]) / 2]
            yield server.put(feature("Point", middle, op="close"))


def tell(name, answers):
    times = sorted(ms for status, _, ms in answers if status == 200)
    refused = [text.decode().strip() for status, text, _ in answers if status != 200]
    print(f"{name}: {len(times)} calls, median {statistics.median(times):.0f} ms, 95 % {times[int(0.95 * len(times))]:.0f} ms, most {times[-1]:.0f} ms"
          + (f"; {len(refused)} refused, such as: {refused[0]}" if refused else ""))  # fmt: skip


def main(program, folder, steps=200):
    rng = random.Random(1)
    server = Server(program, folder)
    try:
        print(f"open: {server.open_s:.1f} s, {server.memory_mib():.0f} MiB")
        tell("facilities", list(facility_steps(server, rng, steps)))
        tell("paths", list(path_steps(server, rng, read_lines(folder, max(steps // 4, 8)))))
        print(f"memory: {server.memory_mib():.0f} MiB at most")
    finally:
        server.stop()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
