#!/usr/bin/env python3
"""Are two reports the same, byte for byte but for the inputs and the list of edits? same.py ONE OTHER prints it."""
import json
import sys


def bare(path):
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    for member in ("inputs", "edits"):
        report["lifecircle"].pop(member, None)
    return json.dumps(report)


print(bare(sys.argv[1]) == bare(sys.argv[2]))
