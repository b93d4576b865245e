"""PostGIS and pgRouting: pgr_drivingDistance in a cluster of its own, started and stopped here."""
import io
import math
import os
import pwd
import shutil
import subprocess
import sys
import tempfile

from graph import Graph, Timer, arguments, report

BIN = "/usr/lib/postgresql/15/bin/"


def as_postgres(*command, text=None):
    """PostgreSQL does not run as root."""
    if os.getuid() == 0:
        command = ("runuser", "-u", "postgres", "--", *command)
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout


folder, limit = arguments()
graph = Graph(folder)
place = tempfile.mkdtemp()
if os.getuid() == 0:
    os.chown(place, pwd.getpwnam("postgres").pw_uid, -1)
data = place + "/data"


def sql(text):
    return as_postgres("psql", "-h", place, "-d", "postgres", "-qAtX", "-F", ",", "-v", "ON_ERROR_STOP=1", text=text)


DISTANCE = """SELECT node, min(agg_cost) FROM pgr_drivingDistance(
  'SELECT id, u AS source, v AS target, cost FROM edges',
  (SELECT array_agg(id) FROM facilities), {limit}, directed => false{more}) GROUP BY node;"""
try:
    as_postgres(BIN + "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--no-sync")
    as_postgres(BIN + "pg_ctl", "-D", data, "-w", "-l", place + "/log", "-o", f"-k {place} -c listen_addresses=''", "start")
    sql("CREATE EXTENSION postgis; CREATE EXTENSION pgrouting;")
    timer = Timer()
    rows = io.StringIO()
    rows.write("CREATE TABLE edges (id int PRIMARY KEY, u int, v int, cost float8, geom geometry);\nCOPY edges FROM STDIN;\n")
    for i, (u, v, length, wkt) in enumerate(graph.edges):
        rows.write(f"{i}\t{u}\t{v}\t{length}\t{wkt}\n")
    rows.write("\\.\nCREATE TABLE facilities (id int);\nCOPY facilities FROM STDIN;\n")
    rows.write("".join(f"{f}\n" for f in graph.facilities) + "\\.\nANALYZE;\n")
    sql(rows.getvalue())
    build = timer.lap()
    for name, more in (("pgRouting", ""), ("pgRouting, equicost", ", equicost => true")):
        timer.lap()
        answer = sql(DISTANCE.format(limit=limit, more=more))
        search = timer.lap()
        found = [math.inf] * len(graph.xy)
        for line in answer.split():
            node, cost = line.split(",")
            found[int(node)] = float(cost)
        report(name, graph, found, limit, build_s=build, search_s=search)
finally:
    if os.path.exists(data + "/postmaster.pid"):
        as_postgres(BIN + "pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(place)
