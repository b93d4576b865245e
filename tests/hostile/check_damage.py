#!/usr/bin/env python3
"""Damaged and odd files of every format: check_damage.py PROGRAM DATA FOLDER [--forked FORKED] [--long] [--seed N] [--only FILE]

A file of a small town is damaged (damage.py) and used. The run must end with

    exit 2  and one line that names what is wrong, and no report; or
    exit 0  and a whole report. Where the damage takes something away, its numbers are those of the whole file, or it warns.

with at most 1 GiB of memory, in a time that only a loop without end would miss (60 s). Odd files, which are no accident, have their
exit and message written down below. --long: many more random damages. FORKED: the program by tests/forked, which starts in no time.
"""
import argparse
import json
import os
import pathlib
import random
import re
import shutil
import sys

sys.dont_write_bytecode = True
import damage  # noqa: E402
from runs import Forked, Run  # noqa: E402

failures = []


def complain(what, text):
    failures.append(what)
    print(f"{what}: {text}", flush=True)


def common(what, run, may_end=(0, 2)):
    """What holds for every run. Is it worth looking at more?"""
    if run.peak_kib is None:
        complain(what, "still runs after a minute")
    elif run.code not in may_end:
        complain(what, f"exit {run.code}: {run.error.strip()[:300]}")
    elif run.code == 2 and run.error.count("\n") != 1:
        complain(what, f"not one line: {run.error.strip()[:400]!r}")
    elif run.peak_kib > 1 << 20:
        complain(what, f"{run.peak_kib >> 10} MiB")
    else:
        return True
    return False


def figures():
    """Numbers and warnings of the report, which must be whole; ([], {}) when there is none."""
    if not os.path.exists("r.geojson"):
        return None
    with open("r.geojson", encoding="utf-8") as file:
        report = json.load(file)
    about = report["lifecircle"]
    keys = ("ratio", "offnet", "covered", "demand")
    numbers = [[indicator.get(key) for key in keys] for indicator in about["indicators"]]
    names = [feature["properties"].get("name") for feature in report["features"]]
    return (numbers, names), {(w["code"], w["count"]) for w in about["warnings"]}


def reasons():
    """Why communities of the report have no number."""
    with open("r.geojson", encoding="utf-8") as file:
        return " ".join(value for feature in json.load(file)["features"] for key, value in feature["properties"].items()
                        if key.endswith("_reason") and value)


def use(subject):
    """The subject in its role; there is no report from before."""
    if os.path.exists("r.geojson"):
        os.remove("r.geojson")
    make, words = damage.SUBJECTS[subject]
    return Run(PROGRAM, [*make(subject), *words])


def damaged(subject, kind, whole, data, rng, expected):
    what = f"{subject} {kind}"
    pathlib.Path(subject).write_bytes(damage.DAMAGES[kind](data, rng))
    run = use(subject)
    good = common(what, run)
    if good and expected is not None:
        try:
            now = figures()
        except (ValueError, KeyError) as error:
            complain(what, f"the report is damaged: {error}")
            return
        if (now is None) != (run.code == 2):
            complain(what, f"exit {run.code} and {'no' if now is None else 'a'} report")
        elif now and kind in damage.LOSES and subject not in damage.LISTS and now[0] != expected[0] and not now[1] - expected[1]:
            complain(what, f"other numbers without a word: {now[0]}")
    pathlib.Path(subject).write_bytes(whole)


def damages(options):
    """Every damage of every file; with --long each random one many times."""
    n = 0
    for subject in damage.SUBJECTS:
        if options.only and subject != options.only:
            continue
        rng = random.Random(f"{options.seed} {subject}")
        whole = pathlib.Path(subject).read_bytes()
        run = use(subject)
        if run.code != 0:
            sys.exit(f"{subject}: the whole file is refused: {run.error}")
        expected = figures()
        for kind in damage.DAMAGES:
            many = options.long and kind.split("_")[0] in ("flip", "count", "hole", "repeat")
            for _ in range(50 if many else 1):
                damaged(subject, kind, whole, whole, rng, expected)
                n += 1
        pathlib.Path(subject).write_bytes(whole)
    return n


def inspections(options):
    """The same looked at: 0 for what can be used, 1 for what cannot."""
    n = 0
    for subject in damage.INSPECTED if not options.only else []:
        rng = random.Random(f"{options.seed} {subject}")
        whole = pathlib.Path(subject).read_bytes()
        for kind in ("empty", "cut_5", "cut_end", "zeros", "page", "hole", "count", "flip"):
            pathlib.Path(subject).write_bytes(damage.DAMAGES[kind](whole, rng))
            run = Run(PROGRAM, ["inspect", subject, "--json"])
            what = f"inspect {subject} {kind}"
            if common(what, run, (0, 1, 2)) and run.output:
                try:
                    json.loads(run.output)
                except ValueError as error:
                    complain(what, f"no JSON: {error}")
            n += 1
        pathlib.Path(subject).write_bytes(whole)
    return n


def odd(options):
    """Those of which the exit and the message are known."""
    cases = [case for case in damage.ODD if options.only in (None, case[0])]
    for number, (subject, make, code, message) in enumerate(cases, 1):
        whole = pathlib.Path(subject).read_bytes()
        changed = make(whole)
        pathlib.Path(subject).write_bytes(changed)
        run = use(subject)
        what = f"odd {number} of {subject} ({changed[:60]!r})"
        if changed == whole:
            complain(what, "it is as it was")
        elif common(what, run, (code,)):
            told = run.error if code else " ".join([*(name for name, _ in figures()[1]), reasons()]) if os.path.exists("r.geojson") else ""
            if not re.search(message, told):
                complain(what, f"another message: {told.strip()}")
        pathlib.Path(subject).write_bytes(whole)
    return len(cases)


def main():
    global PROGRAM
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--forked", type=pathlib.Path)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    options = parser.parse_args()
    program, data = str(options.program.resolve()), str(options.data.resolve())
    PROGRAM = Forked(options.forked) if options.forked else program
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    os.chdir(options.folder)
    damage.town(program, data)
    shutil.copy("old.geojson", "old.geojson.whole")
    counts = [odd(options), damages(options), inspections(options)]
    print(f"{counts[0]} odd files, {counts[1]} damaged ones used, {counts[2]} inspected; {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
