#!/usr/bin/python3
"""How the program and the library are hardened, read by readelf.

    check_hardening.py PROGRAM LIBRARY C_COMPILER

Both: code that may lie at any address, tables of the linker that are made read-only before the program starts (full RELRO), a
stack that is not run, functions that check their stack (-fstack-protector-strong), and calls that check their buffers
(_FORTIFY_SOURCE). A program that C_COMPILER builds without any of it shows that each would be missed.
"""
import os
import re
import subprocess
import sys
import tempfile

program, library, compiler = sys.argv[1:4]
ENVIRONMENT = dict(os.environ, LC_ALL="C")
BARE = ["-O1", "-no-pie", "-fno-pie", "-fno-stack-protector", "-U_FORTIFY_SOURCE", "-Wl,-z,norelro,-z,lazy,-z,execstack"]


def readelf(option, path):
    return subprocess.run(["readelf", "-W", option, path], env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout


def missing(path, shared):
    """What PATH has not."""
    head, parts, dynamic, symbols = (readelf(option, path) for option in ("-h", "-l", "-d", "--dyn-syms"))
    stack = re.search(r"GNU_STACK.*", parts)
    wanted = {
        "any address": re.search(r"Type:\s+DYN", head) and (shared or re.search(r"FLAGS_1.*\bPIE\b", dynamic)),
        "read-only tables": "GNU_RELRO" in parts,
        "tables filled at the start": re.search(r"\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*\bNOW\b|\(BIND_NOW\)", dynamic),
        "a stack that is not run": stack and not re.search(r"\bRWE\b", stack.group()),
        "checked stacks": re.search(r"UND __stack_chk_fail\b", symbols),
        "checked buffers": re.search(r"UND __(?!stack)\w+_chk\b", symbols),
    }
    return [name for name, there in wanted.items() if not there]


with tempfile.TemporaryDirectory() as folder:
    bare, text = os.path.join(folder, "bare"), os.path.join(folder, "bare.c")
    with open(text, "w", encoding="utf-8") as file:
        file.write("#include <stdio.h>\n#include <string.h>\n"
                   "int main(int n, char **v) { char b[64]; strcpy(b, v[n - 1]); return puts(b) < 0; }\n")
    subprocess.run([compiler, *BARE, "-o", bare, text], check=True, stderr=subprocess.DEVNULL)
    found = missing(bare, False)
    if len(found) != 6:
        sys.exit(f"check_hardening.py finds only {found} missing in a program that has nothing")
wrong = [f"{path}: without {name}" for path, shared in ((program, False), (library, True)) for name in missing(path, shared)]
if wrong:
    sys.exit("\n".join(wrong))
print("the program and the library are hardened")
