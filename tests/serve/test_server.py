#!/usr/bin/env python3
"""`lifecircle serve` over HTTP: test_server.py LIFECIRCLE FOLDER

What it answers is what `check --edits` says, byte for byte but for inputs and the list of edits; whoever has no token, or comes
from another site, is refused; broken, huge, half and many requests leave it as it was; SIGTERM ends it.
"""
import concurrent.futures
import http.client
import json
import pathlib
import random
import re
import socket
import subprocess
import sys
import time

import town

STEPS = 12


class Server:
    """`lifecircle serve`, and the address that it prints; `before` is what runs it."""

    def __init__(self, program, folder, *options, project="town.yaml", before=()):
        command = [*before, program, "serve", project, "--listen", "127.0.0.1:0", *options]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        found = re.search(r"http://127[.]0[.]0[.]1:(\d+)/[?]token=(\S+)", self.process.stdout.readline())
        assert found, "the server prints no address"
        self.address, self.port, self.token = found[0], int(found[1]), found[2]

    def stop(self):
        """SIGTERM: the exit code."""
        self.process.terminate()
        return self.process.wait(timeout=60)

    def ask(self, method, path, body=None, token=None, **headers):
        """Status, headers and text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if token != "":
            headers.setdefault("Authorization", "Bearer " + (token or self.token))
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    def get(self, path, **how):
        status, _, text = self.ask("GET", path, **how)
        assert status == 200, f"{path}: {status} {text[:200]}"
        return text

    def put(self, features):
        return self.ask("PUT", "/api/edits", json.dumps({"type": "FeatureCollection", "features": features}))


def without_inputs(text):
    report = json.loads(text)
    del report["lifecircle"]["inputs"]
    report["lifecircle"].pop("edits", None)
    return report


def check(program, folder, features):
    """What a check with these edits says: the report's text."""
    options = []
    if features:
        town.write(folder / "plan.geojson", features)
        options = ["--edits", "plan.geojson"]
    command = [program, "check", "town.yaml", "--no-fail", "--quiet", "-o", "plan-report.geojson", *options]
    subprocess.run(command, cwd=folder, check=True)
    return (folder / "plan-report.geojson").read_text(encoding="utf-8")


def assert_same(server, program, folder, features):
    served, checked = server.get("/api/report"), check(program, folder, features)
    assert without_inputs(served) == without_inputs(checked), "the report is not that of a check"
    cut = lambda text: text[text.index('"network":'):]  # noqa: E731 - behind inputs and edits
    assert cut(served) == cut(checked), "the same numbers, and other bytes"


def make_edit(rng, number):
    x, y = rng.choice((town.WEST, town.EAST)) + rng.uniform(50, 750), rng.uniform(50, 750)
    kind = rng.choice(("add", "add", "path", "close", "park", "open"))
    if kind == "add":
        return town.feature({"type": "Point", "coordinates": town.place(x, y)}, op="add", category="store", id=f"n{number}")
    if kind == "park":
        return town.feature(town.box(x, y, x + 60, y + 60), op="add", category="park", id=f"q{number}", name=town.NASTY)
    if kind == "close":
        x = 100 * round(x / 100) + 50
        return town.feature({"type": "LineString", "coordinates": [town.place(x, -20), town.place(x, 820)]}, op="close")
    if kind == "open":
        return town.feature({"type": "Point", "coordinates": town.place(100 * round(x / 100), 100 * round(y / 100))}, op="open")
    row = 100 * rng.randrange(9)  # a footbridge over the railway, from street to street
    return town.feature({"type": "LineString", "coordinates": [town.place(town.HALF, row), town.place(town.EAST, row)]}, op="path")


def numbers_are_those_of_a_check(server, program, folder):
    rng, features, accepted = random.Random(5), [], 0
    assert_same(server, program, folder, [])
    before = json.loads(server.get("/api/report"))
    for number in range(STEPS):
        tried = features + [make_edit(rng, number)]
        status, _, text = server.put(tried)
        if status != 200:  # an open joint does nothing where streets meet, a wall the second time
            assert status == 400 and re.search(rf"edit {len(tried)} \(\w+\): ", text) and text.count("\n") == 1, text
            assert json.loads(server.get("/api/edits"))["features"] == json.loads(json.dumps(features))
            continue
        features, accepted = tried, accepted + 1
        assert_same(server, program, folder, features)
        changed_columns_are_told(json.loads(text), before, json.loads(server.get("/api/report")))
    assert accepted >= STEPS / 2
    assert server.put([])[0] == 200
    assert_same(server, program, folder, [])


def changed_columns_are_told(answer, before, after):
    city = {i["id"]: i for i in after["lifecircle"]["indicators"]}
    old = {i["id"]: i for i in before["lifecircle"]["indicators"]}
    assert answer["ms"] > 0 and [i["id"] for i in answer["indicators"]] == list(city)
    for one in answer["indicators"]:
        assert one["ratio"] == city[one["id"]]["ratio"] and one["verdict"] == city[one["id"]]["verdict"]
        assert one["before"] == old[one["id"]]["ratio"]
    told = {c.pop("id"): c for c in answer["communities"]}
    for was, now in zip(before["features"], after["features"]):
        was, now = was["properties"], now["properties"]
        differ = {key: value for key, value in now.items() if was.get(key) != value}
        assert told.get(now["id"], {}) == differ, (told.get(now["id"]), differ)


def what_is_gained_and_lost_is_drawn(server):
    store = town.feature({"type": "Point", "coordinates": town.place(town.EAST + 410, 400)}, op="add", category="store", id="e")
    assert server.put([store, town.feature(None, op="remove", category="store", id="s1")])[0] == 200
    found = json.loads(server.get("/api/change?indicator=store_400"))["features"]
    area = {kind: sum(f["properties"]["area_m2"] for f in found if f["properties"]["kind"] == kind) for kind in ("gained", "lost")}
    report = json.loads(server.get("/api/report"))
    now = next(i for i in report["lifecircle"]["indicators"] if i["id"] == "store_400")
    base = json.loads(server.get("/api/state"))["indicators"][0]["before"]
    whole = now["demand"]
    assert abs((area["gained"] - area["lost"]) / whole - (now["ratio"] - base)) < 0.005, (area, whole, now["ratio"], base)
    assert area["gained"] > 0.05 * whole and area["lost"] > 0.02 * whole
    straight = json.loads(server.get("/api/change?indicator=store_400_straight"))["features"]
    assert {f["properties"]["kind"] for f in straight} == {"gained", "lost"}
    assert not json.loads(server.get("/api/change?indicator=park_300"))["features"]
    assert server.ask("GET", "/api/change?indicator=none")[0] == 400
    assert "other edits: – → " in server.get("/api/note")
    assert server.put([])[0] == 200


def sites_are_suggested(server):
    status, _, text = server.ask("POST", "/api/suggest", json.dumps({"indicator": "store_400", "count": 2}))
    assert status == 200, text
    sites = json.loads(text)["sites"]["features"]
    assert [s["properties"]["rank"] for s in sites] == [1, 2]
    assert sites[0]["geometry"]["coordinates"][0] > town.EAST * town.M, "the first goes where there is none"
    answer = json.loads(server.put(sites)[2])["indicators"][0]
    assert answer["ratio"] > answer["before"] + 0.2
    for body in ('{"indicator": "store_400", "count": 0}', '{"indicator": "x", "count": 1}', "[]", "", '{"indicator": 5}'):
        assert server.ask("POST", "/api/suggest", body)[0] == 400
    assert server.put([])[0] == 200


def others_are_refused(server):
    own, wrong = f"127.0.0.1:{server.port}", "x" * len(server.token)
    for path in ("/api/state", "/api/report", "/api/nothing"):
        assert server.ask("GET", path, token="")[0] == 401
        assert server.ask("GET", path, token=wrong)[0] == 401
        assert server.ask("GET", path, token=server.token[:-1])[0] == 401
        assert server.ask("GET", f"{path}?token={server.token}", token="")[0] == 401, "the token in the address is for the page alone"
        for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.1:1", "127.0.0.1", f"127.0.0.1.evil.example:{server.port}", ""):
            assert server.ask("GET", path, Host=host)[0] in (400, 403), host
        for origin in ("http://evil.example", "null", f"https://{own}", f"http://{own}.evil.example", "http://127.0.0.1:1"):
            assert server.ask("GET", path, Origin=origin)[0] == 403, origin
    assert server.ask("GET", "/api/state", Origin=f"http://{own}")[0] == 200
    assert server.ask("GET", "/api/state", Host=f"localhost:{server.port}")[0] == 200
    assert server.ask("GET", "/api/nothing")[0] == 404 and server.ask("DELETE", "/api/edits")[0] == 405
    status, headers, text = server.ask("GET", "/", token="")
    assert status == 401 and server.token not in text
    status, headers, page = server.ask("GET", f"/?token={server.token}", token="")
    policy = headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]{22})'", policy)[1]
    scripts = re.findall(r'<script(?! type="application/json")', page)
    assert status == 200 and page.count(f'<script nonce="{nonce}">') == len(scripts) > 0 and "@NONCE@" not in page
    assert "default-src 'none'" in policy and "unsafe-eval" not in policy and server.token not in page
    assert nonce not in server.ask("GET", f"/?token={server.token}", token="")[1]["Content-Security-Policy"]


def broken_bodies_change_nothing(server):
    store = town.feature({"type": "Point", "coordinates": town.place(300, 300)}, op="add", category="store", id="kept")
    assert server.put([store])[0] == 200
    before = server.get("/api/state")
    point = {"type": "Point", "coordinates": [0, 0]}
    bodies = ["", "{", "[]", "null", '"x"', '{"features": 5}', '{"features": [5]}', '{"features": [{}]}', "[" * 100000, "\0\0",
              '{"features": []} behind', '{"features": []}\0', '{"features": [], "x": "a\0b"}', '{"features": [], "x": "a\nb"}']
    for properties in ({}, {"op": 5}, {"op": "fly"}, {"op": "add"}, {"op": "add", "category": ["store"]}, {"op": "add", "category": "none"},
                       {"op": "remove", "category": "store", "id": "nosuch"}, {"op": "add", "category": "store", "area": "big"}):  # fmt: skip
        bodies.append(json.dumps({"features": [{"properties": properties, "geometry": point}]}))
    for geometry in (5, {}, {"type": "Point"}, {"type": "Point", "coordinates": ["a", "b"]}, {"type": "Point", "coordinates": [1e300, 0]},
                     {"type": "LineString", "coordinates": [[0, 0]]}, {"type": "Moebius", "coordinates": []}):  # fmt: skip
        bodies.append(json.dumps({"features": [{"properties": {"op": "add", "category": "store"}, "geometry": geometry}]}))
    for body in bodies:
        status, _, text = server.ask("PUT", "/api/edits", body.encode())
        assert status == 400 and text.endswith("\n") and text.count("\n") == 1, (status, body[:80], text[:200])
    assert server.get("/api/state") == before
    marked = '\ufeff{"features": [],\r\n\t"x": "\\"\\\\"} \n'
    assert server.ask("PUT", "/api/edits", marked.encode())[0] == 200
    assert json.loads(server.get("/api/state"))["edits"] == json.loads(server.get("/api/edits")) == {"features": [], "x": '"\\'}
    assert server.put([])[0] == 200


def send_chunks(server, end):
    with socket.create_connection(("127.0.0.1", server.port)) as s:
        s.sendall(f"PUT /api/edits HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n".encode())  # fmt: skip
        for _ in range(64):
            s.sendall(b"100000\r\n" + b" " * 0x100000 + b"\r\n")
        if end:
            s.sendall(end)
            assert b" 413 " in s.recv(4096)


def huge_half_and_many_are_borne(server):
    before = server.get("/api/state")
    with socket.create_connection(("127.0.0.1", server.port)) as s:  # a body of 1 GB: refused by its head
        s.sendall(f"PUT /api/edits HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\n"
                  "Content-Length: 1000000000\r\n\r\n".encode())  # fmt: skip
        assert b" 413 " in s.recv(4096)
    for end in (b"0\r\n\r\n", None):  # in chunks, whose sum nobody tells
        send_chunks(server, end)
    halves = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(40)]
    for k, half in enumerate(halves):
        half.sendall(f"PUT /api/edits HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 100\r\n".encode()[: 20 + 3 * k])
    many = []
    try:
        for _ in range(1000):
            many.append(socket.create_connection(("127.0.0.1", server.port), timeout=5))
    except OSError:
        pass  # no more than it takes
    for one in many + halves:
        one.close()
    deadline = time.monotonic() + 60
    while True:  # the closed ones are let go of
        try:
            assert server.get("/api/state") == before
            break
        except OSError:
            assert time.monotonic() < deadline, "after many connections it does not answer any more"
            time.sleep(0.2)


def two_pages_at_once_lose_nothing(server, program, folder):
    def work(page):
        rng = random.Random(page)
        for number in range(10):
            feature = town.feature({"type": "Point", "coordinates": town.place(rng.uniform(0, 800), rng.uniform(0, 800))},
                                   op="add", category="store", id=f"{page}-{number}")  # fmt: skip
            status, _, text = server.put([feature])
            assert status in (200, 503), text
            json.loads(server.get("/api/state"))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work, page) for page in range(4)]:
            done.result()
    assert_same(server, program, folder, json.loads(server.get("/api/edits"))["features"])


def main(program, folder):
    folder = pathlib.Path(folder)
    town.main(folder)
    server = Server(program, folder)
    try:
        numbers_are_those_of_a_check(server, program, folder)
        what_is_gained_and_lost_is_drawn(server)
        sites_are_suggested(server)
        others_are_refused(server)
        broken_bodies_change_nothing(server)
        huge_half_and_many_are_borne(server)
        two_pages_at_once_lose_nothing(server, program, folder)
    finally:
        code = server.stop()
    assert code == 0, f"SIGTERM ended it with {code}"
    taken = socket.create_server(("127.0.0.1", 0))
    for listen, words in (("nonsense", "give ADDRESS:PORT"), ("127.0.0.1:99999", "give ADDRESS:PORT"),
                          (f"127.0.0.1:{taken.getsockname()[1]}", "nothing can listen there")):  # fmt: skip
        done = subprocess.run([program, "serve", "town.yaml", "--listen", listen], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 2 and words in done.stderr and done.stderr.count("\n") == 1, done.stderr
    print("serve: answers as a check, refuses strangers, bears what it is sent")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
