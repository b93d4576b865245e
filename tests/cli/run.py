#!/usr/bin/env python3
"""Run the text cases of one file: run.py PROGRAM SAMPLES CASES.txt [ITSELF]

A case is a command and what it must do:

    $ lifecircle chek           a bash command; it runs in a fresh folder, shared by the cases of the file
    standard output, line by line
    ! standard error, line by line
    ? 2                         the exit code; it ends the case

`...` alone stands for any lines, `{*}` within a line for any text. `$SAMPLES` is data/samples, `$PROGRAM` the program ITSELF where
PROGRAM is a client that stands for it (tests/forked): for the memory that a run takes. Lines that start with #
before a `$` are comments. A case that limits the address space (`ulimit -v`) is left out under AddressSanitizer, which needs
all of it. The locale is C unless the command sets another. Reports that the cases leave behind are held to
their JSON Schema, but for those whose name begins with `bad`.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile


def read_cases(path):
    case = None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if case is None:
            if line.startswith("$ "):
                case = {"line": number, "command": line[2:], "out": [], "err": []}
            elif line and not line.startswith("#"):
                sys.exit(f"{path}:{number}: expected '$ COMMAND', not '{line}'")
        elif line.startswith("? "):
            case["exit"] = int(line[2:])
            yield case
            case = None
        elif line.startswith("! "):
            case["err"].append(line[2:])
        else:
            case["out"].append(line)
    if case:
        sys.exit(f"{path}: the last case has no '? EXIT'")


def matches(pattern, text):
    expression = "".join(
        "(?:.*\n)*" if line == "..." else re.escape(line).replace(re.escape("{*}"), ".*") + "\n" for line in pattern
    )
    return re.fullmatch(expression, text) is not None


def run(case, environment, folder):
    done = subprocess.run(
        ["bash", "-c", case["command"]], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True
    )
    out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    wrong = []
    if done.returncode != case["exit"]:
        wrong.append(f"exit code {done.returncode}, not {case['exit']}")
    for name, text, pattern in (("output", out, case["out"]), ("error", err, case["err"])):
        if text and not text.endswith("\n"):
            wrong.append(f"standard {name} does not end with a line end")
            text += "\n"
        if not matches(pattern, text):
            wrong.append(f"standard {name} is\n" + text + "----- not\n" + "".join(line + "\n" for line in pattern))
    return wrong


def check_reports(folder):
    """Hold what the cases wrote to the schemas; the number of kinds of which a file breaks its schema."""
    here = pathlib.Path(__file__).resolve().parent
    files = {"report": {}, "sites": {}}  # by what is in them: many cases write the same bytes again
    for path in sorted(pathlib.Path(folder).rglob("*.geojson")):
        text = path.read_bytes()
        found = re.search(rb'"schema":"lifecircle-(report|sites)/1"', text[:1000])
        if found and not path.is_symlink() and not path.name.startswith("bad"):
            files[found[1].decode()].setdefault(text, path)
    failed = 0
    for kind, script in (("report", "check_schema.py"), ("sites", "check_sites.py")):
        schema = here.parents[1] / f"data/schema/lifecircle-{kind}-1.schema.json"
        command = [sys.executable, here.parent / "report" / script, schema, *files[kind].values()]
        done = subprocess.run(command, capture_output=True, text=True) if files[kind] else None
        if done and done.returncode != 0:
            failed += 1
            print(f"no valid {kind}\n{done.stdout}{done.stderr}")
    return failed


def main():
    program, samples, path = map(os.path.abspath, sys.argv[1:4])
    kept = ("HOME", "ASAN_OPTIONS", "LSAN_OPTIONS", "LC_TEST_PATIENCE", "UBSAN_OPTIONS", "LIFECIRCLE_DATA", "LC_FORKED_SOCKET")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment["PATH"] = os.path.dirname(program) + os.pathsep + os.environ["PATH"]
    environment.update(LC_ALL="C", SAMPLES=samples, PROGRAM=os.path.abspath(sys.argv[4]) if len(sys.argv) > 4 else program)
    sanitized = b"__asan_init" in pathlib.Path(program).read_bytes()
    failed = total = left_out = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in read_cases(path):
            total += 1
            if sanitized and "ulimit -v" in case["command"]:
                left_out += 1
                continue
            wrong = run(case, environment, folder)
            if wrong:
                failed += 1
                print(f"{path}:{case['line']}: $ {case['command']}\n" + "\n".join(wrong) + "\n")
        failed += check_reports(folder)
    print(f"{total} cases, {failed} failed" + (f", {left_out} left out" if left_out else ""))
    sys.exit(failed > 0 or total == 0)


main()
