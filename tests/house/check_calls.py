#!/usr/bin/python3
"""Calls among the files of src/, by what the objects of a build define and want.

    check_calls.py SOURCE OBJECTS

The file OBJECTS lists the objects of the library and the program, one a line. No way of calls (or of data used) leads from a file over others
back to it, and none into a folder below in the list of CONTRIBUTING.md, "Where things are". Where a circle is found, what several
of its files need belongs into a file of its own, which calls none of them.
"""
import re
import subprocess
import sys

from layout import components, folders

DEFINED, WANTED = "BDRTVW", "U"
OBJECT = re.compile(r"\.dir/(?:\./)?src/(.+)\.c\.o$")  # the way to the build may lead over another src/
OWN = re.compile(r"(lc|cli|init)_")  # the program's malloc() takes the place of the C library's for all


def unit(path):
    """/home/me/src/lifecircle/build/CMakeFiles/lc_objects.dir/src/geo/hull.c.o: geo/hull"""
    return OBJECT.search(path).group(1)


def read_symbols(objects):
    """Of every symbol the file that defines it; of every file the symbols that it wants."""
    owner, wanted = {}, {}
    text = subprocess.run(["nm", "-A", "-P", *objects], check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in text.splitlines():
        path, rest = line.split(": ", 1)
        name, kind = rest.split()[:2]
        if kind in DEFINED and OWN.match(name):
            owner[name] = unit(path)
        elif kind in WANTED:
            wanted.setdefault(unit(path), set()).add(name)
    return owner, wanted


def faults(owner, wanted, order):
    calls = {one: {owner[name]: name for name in sorted(names) if owner.get(name, one) != one} for one, names in wanted.items()}
    rank = {folder: i for i, folder in enumerate(order)}
    for one in sorted(calls):
        for other, name in sorted(calls[one].items()):
            if rank[other.split("/")[0]] > rank[one.split("/")[0]]:
                yield f"src/{one}.c uses {name} of src/{other}.c, which is in a folder below"
    for circle in components(calls):
        yield "a circle of calls: " + "; ".join(f"{one} uses {calls[one][other]} of {other}" for one in circle
                                                for other in sorted(calls[one]) if other in circle)


def prove_that_it_finds():
    """On made calls, so that a fault of this script does not pass for order."""
    owner = {"f": "a/x", "g": "b/y", "h": "b/z"}
    if list(faults(owner, {"b/y": {"f", "h", "printf"}, "b/z": {"f"}}, ["a", "b"])):
        sys.exit("check_calls.py finds what is none")
    if len(list(faults(owner, {"b/y": {"h"}, "b/z": {"g"}, "a/x": {"g"}}, ["a", "b"]))) != 2:
        sys.exit("check_calls.py does not find a call that goes down, or a circle")
    if unit("/usr/src/lifecircle/build/CMakeFiles/lc_objects.dir/src/geo/hull.c.o") != "geo/hull":
        sys.exit("check_calls.py does not know the file of an object")


def main(source, listed):
    prove_that_it_finds()
    with open(listed, encoding="utf-8") as file:
        owner, wanted = read_symbols([path for path in file.read().split("\n") if OBJECT.search(path)])
    wrong = list(faults(owner, wanted, folders(source)))
    if not owner or wrong:
        sys.exit("\n".join(wrong or ["the objects define nothing"]))
    print(f"calls among {len(wanted)} files, downward and without circles")


main(*sys.argv[1:])
