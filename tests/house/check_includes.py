#!/usr/bin/python3
"""The order of the folders of src/, and circles among its files.

    check_includes.py SOURCE

A folder includes only from itself and from folders above it in the list of CONTRIBUTING.md, "Where things are"; the program
(src/cli) includes the public header and its own files alone; a file has its header's name. A file and its header are one: no
way of includes leads from such a pair over others back to it. Where the last one fails, what several of them need is mostly data:
give it a header of its own, which includes none of them. Unit tests are laid out as src is.
Files of src that pages and comments name are there. A header begins with a comment that
says what it is.
"""
import os
import re
import sys

from layout import components, folders

source = sys.argv[1]
src = os.path.join(source, "src")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def read_includes():
    """Of every file: the files of src that it includes, both relative to src."""
    found = {}
    for folder, _, files in os.walk(src):
        for name in files:
            if not name.endswith((".c", ".h")):
                continue
            path = os.path.relpath(os.path.join(folder, name), src)
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                texts = INCLUDE.findall(file.read())
            found[path] = set()
            for text in texts:
                beside = os.path.join(os.path.dirname(path), text)
                if os.path.exists(os.path.join(src, text)):
                    found[path].add(text)
                elif os.path.exists(os.path.join(src, beside)):
                    found[path].add(beside)
                elif text != "lifecircle.h":
                    sys.exit(f"src/{path} includes {text}, which is not there")
    return found


def upward(includes, order):
    rank = {folder: i for i, folder in enumerate(order)}
    for path, used in sorted(includes.items()):
        for other in sorted(used):
            own, theirs = path.split("/")[0], other.split("/")[0]
            if rank[theirs] > rank[own] or (own == "cli" and theirs != "cli"):
                yield f"src/{path} includes {other}: {theirs} is {'below' if own != 'cli' else 'not for'} {own}"


def pair(path):
    return os.path.splitext(path)[0]


def circles(includes):
    graph = {}
    for path, used in includes.items():
        graph.setdefault(pair(path), set()).update(pair(other) for other in used if pair(other) != pair(path))
    return [[f"{a} -> {', '.join(sorted(graph[a] & set(members)))}" for a in members] for members in components(graph)]


def silent(heads):
    return [f"src/{path} does not begin with a comment" for path, text in sorted(heads.items()) if not text.startswith("/*")]


def read_heads(paths):
    heads = {}
    for path in paths:
        if path.endswith(".h"):
            with open(os.path.join(src, path), encoding="utf-8") as file:
                heads[path] = file.readline()
    return heads


def strange_tests(paths, order):
    for path in sorted(paths):
        if os.path.basename(path).startswith("test_") and os.path.dirname(path) not in order:
            yield f"tests/unit/{path} lies in no folder that src/ has"


def named_files(order):
    """Of every file of src that a page or a comment names by its path (geo/index.c): where, and the path."""
    path = re.compile(r"(?<![\w/.])(?:src/)?((?:" + "|".join(order) + r")/(?:\w+/)?\w+\.[ch])\b")
    pages = [source, os.path.join(source, "docs"), os.path.join(source, "docs", "zh"), *(folder for folder, _, _ in os.walk(src))]
    for folder in pages:
        for name in sorted(os.listdir(folder)):
            if not name.endswith((".md", ".c", ".h")) or name == "CHANGELOG.md":
                continue
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                for found in path.findall(file.read()):
                    yield os.path.relpath(os.path.join(folder, name), source), found


def lost_names(named):
    for page, path in sorted(set(named)):
        if not any(os.path.exists(os.path.join(source, top, path)) for top in ("src", os.path.join("tests", "unit"))):
            yield f"{page} names {path}, which is not there"


def test_paths():
    unit = os.path.join(source, "tests", "unit")
    return [os.path.relpath(os.path.join(folder, name), unit) for folder, _, files in os.walk(unit) for name in files]


def prove_that_it_finds():
    """On made includes, so that a fault of this script does not pass for order."""
    made = {"a/x.c": {"a/x.h", "b/y.h"}, "a/x.h": set(), "b/y.h": set(), "b/y.c": {"b/y.h", "a/x.h"}, "b/z.c": {"b/y.h"}}
    if len(list(upward(made, ["a", "b"]))) != 1 or len(list(upward(made, ["b", "a"]))) != 1:
        sys.exit("check_includes.py does not find what goes up")
    if circles(made) != [["a/x -> b/y", "b/y -> a/x"]] or circles({"a/x.c": {"a/x.h"}, "a/x.h": {"b/y.h"}, "b/y.h": set()}):
        sys.exit("check_includes.py does not find a circle, or one that is none")
    if list(lost_names([("a.md", "geo/index.c")])) or not list(lost_names([("a.md", "geo/no_such_file.c")])):
        sys.exit("check_includes.py does not find a file that is not there, or one that is")
    if len(list(strange_tests(["a/test_x.c", "c/test_x.c", "test_x.c", "a.h"], ["a", "b"]))) != 2:
        sys.exit("check_includes.py does not find a test that lies elsewhere")
    if len(silent({"a/x.h": "/* X. */", "a/y.h": "#ifndef Y"})) != 1:
        sys.exit("check_includes.py does not find a header without a comment")


def main():
    prove_that_it_finds()
    includes = read_includes()
    wrong = list(upward(includes, folders(source)))
    wrong += strange_tests(test_paths(), folders(source))
    wrong += silent(read_heads(includes))
    wrong += lost_names(named_files(folders(source)))
    wrong += ["a circle of files: " + "; ".join(circle) for circle in circles(includes)]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(includes)} files in {len(folders(source))} folders, in order and without circles")


main()
