#!/usr/bin/env python3
"""Hold a comparison to its JSON Schema and to its own numbers: check_diff.py SCHEMA FILE"""
import json
import sys

import jsonschema


def main():
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    diff = json.load(open(sys.argv[2], encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(diff)
    for effect in ("worse", "better"):
        assert diff[effect] == sum(change["effect"] == effect for change in diff["changes"]), effect
    print(f"{sys.argv[2]} obeys the schema")


main()
