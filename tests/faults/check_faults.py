#!/usr/bin/env python3
"""Faults on purpose: check_faults.py PART PROGRAM TOOLS SAMPLES FOLDER [--long] [--seed N]

PART is

    disk      a write, a rename, a link, a sync or the making of a file fails: exit 2, one line, and all outputs are as before
    signals   SIGINT, SIGTERM and SIGKILL, at every call that changes the folder and at random moments: all outputs or none,
              nothing stays behind, and what SIGKILL leaves is gone after the next run
    memory    an allocation fails, of ours or of a library: exit 2 and one line, or the report as it is without

TOOLS is the folder of `inject`, `libfailing_malloc.so` and `lifecircle_plain`, the program without its allocator, whose calls are
those of our own code. Without --long a part takes a few of all cases, others than before with another --seed.
"""
import argparse
import concurrent.futures
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

OUTPUTS = ["r.geojson", "areas.shp", "areas.shx", "areas.dbf", "areas.prj", "areas.cpg", "areas.qix", "r.csv", "r.xlsx", "r.html"]
WORKERS = 2
failures = []


def complain(what, text):
    failures.append(what)
    print(f"{what}: {text}", flush=True)


def gated(options):
    """The sample that is checked, as options."""
    folder = options.samples.resolve() / "gated"
    return ["--network", f"{folder}/streets.geojson", "--communities", f"{folder}/communities.geojson", "--id-field", "id",
            "--facilities", f"convenience_store={folder}/stores.geojson", "--profile", f"{folder}/gated.yaml"]


class Place:
    """A folder with outputs of an older run, and the command that replaces them."""

    def __init__(self, options, name):
        self.folder = options.folder.resolve() / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.count = self.folder.with_suffix(".count")
        self.command = [str(options.program), "check", *gated(options), "--quiet", "--threads", "2", "-o", f"{self.folder}/r.geojson"]
        self.command += ["--areas", f"{self.folder}/areas.shp", "--csv", f"{self.folder}/r.csv", "--xlsx", f"{self.folder}/r.xlsx",
                         "--html", f"{self.folder}/r.html"]
        self.reset()
        done = self.run([])
        if done.returncode != 0 or done.stderr:
            sys.exit(f"the command fails without a fault: exit {done.returncode}\n{done.stderr}")
        self.new = self.state()

    def run(self, before, environment=None):
        return subprocess.run(before + self.command, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env={**os.environ, "LC_ALL": "C", **(environment or {})})

    def reset(self):
        for name in os.listdir(self.folder):
            os.unlink(self.folder / name)
        for name in OUTPUTS:
            (self.folder / name).write_text(f"old {name}\n")
        self.old = self.state()

    def state(self):
        return {name: (self.folder / name).read_bytes() for name in OUTPUTS if (self.folder / name).exists()}

    def hidden(self):
        return sorted(name for name in os.listdir(self.folder) if name.startswith("."))

    def check(self, what, whole=True):
        """All outputs are old, or all new; the word for which."""
        state = self.state()
        if whole and self.hidden():
            complain(what, f"leaves {self.hidden()}")
        if state == self.old:
            return "old"
        if state == self.new:
            return "new"
        mixed = {name: "old" if state.get(name) == self.old.get(name) else "new" if state.get(name) == self.new.get(name) else "torn"
                 for name in OUTPUTS}
        if whole or "torn" in mixed.values():
            complain(what, f"leaves {mixed}")
        return "mixed"


def one_line(what, text):
    if text.count("\n") != 1 or not text.startswith("lifecircle: ") or not text.endswith("\n"):
        complain(what, f"says {text!r}")


def chosen(n, about, whole=False):
    """1 … n, or about that many of them."""
    if whole or n <= about:
        return list(range(1, n + 1))
    step = n / about
    return sorted({1 + int((k + random.random()) * step) for k in range(about)} & set(range(1, n + 1)))


def inject(place, options, kind, fault, n):
    return [str(options.tools / "inject"), kind, fault, str(n), str(place.folder), str(place.count)]


def count_calls(place, options, kind):
    place.reset()
    done = place.run(inject(place, options, kind, "EIO", 0))
    if done.returncode == 125:
        print(f"skipped: {done.stderr.strip()}")
        sys.exit(77)
    return int(place.count.read_text())


def disk(options):
    place, cases = Place(options, "disk"), 0
    for kind, fault in (("write", "ENOSPC"), ("sync", "EIO"), ("rename", "EPERM"), ("link", "EPERM"), ("make", "ENOSPC")):
        for n in chosen(count_calls(place, options, kind), 6, options.long):
            what = f"{kind} {n} fails with {fault}"
            place.reset()
            done = place.run(inject(place, options, kind, fault, n))
            found = place.check(what)
            cases += 1
            if done.returncode == 2:
                one_line(what, done.stderr)
            if (done.returncode, found) not in ((2, "old"), (0, "new")):
                complain(what, f"exit {done.returncode}, outputs {found}: {done.stderr!r}")
    return cases


def check_stopped(place, what, number, done):
    code, text = done
    found = place.check(what)
    if code not in (128 + number, -number) and not (code == 0 and found == "new"):
        complain(what, f"exit {code}: {text!r}")
    if code == 128 + number and not text and found == "old":
        return
    if code == 128 + number:
        one_line(what, text)


def at_calls(place, options):
    cases = 0
    for name, number, about in (("INT", signal.SIGINT, 9), ("TERM", signal.SIGTERM, 9), ("KILL", signal.SIGKILL, 7)):
        for n in chosen(count_calls(place, options, "any"), about, options.long):
            what = f"SIG{name} at call {n}"
            place.reset()
            done = place.run(inject(place, options, "any", name, n))
            cases += 1
            if number != signal.SIGKILL:
                check_stopped(place, what, number, (done.returncode, done.stderr))
                continue
            place.check(what, whole=False)
            again = place.run([])
            if again.returncode != 0 or place.check(what + ", then a run") != "new":
                complain(what, f"the run after it: exit {again.returncode}, {again.stderr!r}")
    return cases


def at_moments(place, options):
    began = time.monotonic()
    place.run([])
    whole = time.monotonic() - began
    cases = 400 if options.long else 14
    for k in range(cases):
        number, twice = (signal.SIGINT, signal.SIGTERM)[k % 2], k % 3 == 0
        wait = random.uniform(0, 1.1 * whole)
        place.reset()
        process = subprocess.Popen(place.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        time.sleep(wait)
        process.send_signal(number)
        if twice:
            process.send_signal(number)
        text = process.communicate()[1]
        check_stopped(place, f"{number.name}{' twice' if twice else ''} after {wait:.4f} s of {whole:.4f}", number,
                      (process.returncode, text))
    return cases


def unheard(place):
    """A call that does not return, the opening of a pipe that nobody writes: the second signal ends it."""
    pipe = place.folder / "pipe.osm"
    place.reset()
    os.mkfifo(pipe)
    process = subprocess.Popen([*place.command, "--osm", str(pipe)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               text=True)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    text = process.communicate()[1]
    check_stopped(place, "SIGTERM twice, unheard", signal.SIGTERM, (process.returncode, text))
    pipe.unlink()
    return 1


def signals(options):
    place = Place(options, "signals")
    return at_calls(place, options) + at_moments(place, options) + unheard(place)


def scenarios(options):
    """Commands, FOLDER being their own; the first is tried in every run. Each with what has to be there before it."""
    folder, inputs = options.samples.resolve() / "gated", gated(options)
    check = ["check", *inputs, "--threads", "2", "-o", "FOLDER/r.geojson"]
    report = options.folder.resolve() / "memory-report.geojson"
    everything = ["--areas", "FOLDER/areas.shp", "--gaps", "FOLDER/gaps.gpkg", "--csv", "FOLDER/r.csv", "--xlsx", "FOLDER/r.xlsx",
                  "--html", "FOLDER/r.html", "--junit", "FOLDER/r.xml", "--markdown", "FOLDER/r.md"]
    subprocess.run([options.program, *check[:-1], report, "--quiet"], check=True)
    return {"check": check, "diff": ["diff", str(report), str(report), "--json", "FOLDER/d.json"],
            "inspect": ["inspect", f"{folder}/communities.geojson", f"{folder}/streets.geojson", "--json"],
            "gates": [*check, "--compounds", f"{folder}/compounds.geojson", "--gates", f"{folder}/gates.geojson", *everything],
            "prepare": ["prepare", "--network", f"{folder}/streets.geojson", "-o", "FOLDER/n.sqlite"],
            "site": ["site", *inputs, "--indicator", "store_300", "--candidates", "paths:50", "--count", "2", "-o", "FOLDER/s.geojson"],
            "profiles": ["profiles"]}


def run_in(options, folder, command, environment):
    """The exit code, both streams and the files of a command in a new folder."""
    folder.mkdir(parents=True)
    ours = environment.get("LC_FAIL_FROM") == "ours"
    program = options.tools / "lifecircle_plain" if ours else options.program
    done = subprocess.run([program, *(part.replace("FOLDER", str(folder)) for part in command)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C", **environment})
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    shutil.rmtree(folder)
    return done.returncode, done.stdout.replace(str(folder), "FOLDER"), done.stderr, files


def memory_case(options, name, command, wanted, environment):
    what = f"{name}: allocation {environment['LC_FAIL_AT']} ({environment['LC_FAIL_FROM']}) fails"
    folder = options.folder.resolve() / f"memory-{name}-{environment['LC_FAIL_FROM']}-{environment['LC_FAIL_AT']}"
    if int(environment["LC_FAIL_AT"]) % 3 == 0:
        what += ", and all after it"
        environment = {**environment, "LC_FAIL_AFTER": "1"}
    code, out, err, files = found = run_in(options, folder, command, environment)
    if found == wanted:
        return
    if code == 2:
        one_line(what, err)
        if files:
            complain(what, f"exit 2, and leaves {sorted(files)}")
        return
    differ = sorted(file for file in {*files, *wanted[3]} if files.get(file) != wanted[3].get(file))
    complain(what, f"exit {code}, not as ever: {differ}, output {'as ever' if out == wanted[1] else repr(out)}, {err!r}")


def count_allocations(options, name, command, environment):
    """Their number in a run without a fault, and what that run gives."""
    count = options.folder.resolve() / f"memory-{name}.count"
    wanted = run_in(options, options.folder.resolve() / f"memory-{name}", command, {**environment, "LC_FAIL_COUNT": str(count)})
    if wanted[0] == 2:
        sys.exit(f"{name} fails without a fault: {wanted[2]}")
    return int(count.read_text()), wanted


def memory(options):
    cases = 0
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    for name, command in scenarios(options).items():
        if options.only and name not in options.only:
            continue
        for source in options.source or ("ours", "all"):
            environment = {"LD_PRELOAD": str((options.tools / "libfailing_malloc.so").resolve()), "LC_FAIL_FROM": source}
            n, wanted = count_allocations(options, name, command, environment)
            about = options.about or (25 if name == "check" else 3)
            if options.long and source == "all" and name != "check":
                about = n // 40  # of the libraries, the same places in all commands
            numbers = chosen(n, about, options.long and not (source == "all" and name != "check"))
            with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
                list(pool.map(lambda k: memory_case(options, name, command, wanted, {**environment, "LC_FAIL_AT": str(k)}), numbers))
            cases += len(numbers)
    return cases


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=["disk", "signals", "memory"])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("tools", type=pathlib.Path)
    parser.add_argument("samples", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--long", action="store_true", help="all cases")
    parser.add_argument("--only", action="append", help="of the commands that run out of memory, this one")
    parser.add_argument("--source", action="append", choices=["ours", "all"], help="whose allocations fail")
    parser.add_argument("--about", type=int, help="so many cases of each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    began = time.monotonic()
    cases = {"disk": disk, "signals": signals, "memory": memory}[options.part](options)
    print(f"{options.part}: {cases} cases, {len(failures)} wrong, {time.monotonic() - began:.1f} s")
    sys.exit(1 if failures else 0)


main()
