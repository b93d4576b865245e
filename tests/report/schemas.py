"""Files held to a JSON Schema, many in one go: SCRIPT SCHEMA FILE..."""
import functools
import json
import marshal
import re
import sys
import traceback

import jsonschema


@functools.lru_cache(maxsize=None)
def matched(patterns, name):
    return [pattern for pattern in patterns if re.search(pattern, name)]


def is_number(schema, value):
    """Is it one as the schema wants it, which asks for nothing but that? Most of a report are."""
    plain = schema.get("type") == "number" and schema.keys() <= {"type", "minimum", "maximum"} and type(value) in (int, float)
    return plain and schema.get("minimum", value) <= value <= schema.get("maximum", value)


def remembering(kind):
    """A kind of validator that does not look again at a value that has obeyed a definition: reports of one city have much in common."""
    seen, look = set(), kind.VALIDATORS

    def first_time(of, value, errors):
        key = of, marshal.dumps(value, 2)
        if key in seen:
            return
        errors = list(errors())
        if not errors:
            seen.add(key)
        yield from errors

    def reference(validator, name, value, schema):
        return first_time(name, value, lambda: look["$ref"](validator, name, value, schema))

    def patterns(validator, of, value, schema):
        for name, member in value.items() if validator.is_type(value, "object") else ():
            for pattern in matched(tuple(of), name):
                yield from first_time(id(of[pattern]), member, lambda: validator.descend(member, of[pattern], name, pattern))

    def items(validator, of, value, schema):
        return () if isinstance(value, list) and all(is_number(of, item) for item in value) else look["items"](validator, of, value, schema)

    def prefix(validator, of, value, schema):
        return () if isinstance(value, list) and all(map(is_number, of, value)) else look["prefixItems"](validator, of, value, schema)

    return jsonschema.validators.extend(kind, {"$ref": reference, "patternProperties": patterns, "items": items, "prefixItems": prefix})


def check_schema(validator, document):
    errors = list(validator.iter_errors(document))
    for error in errors[:10]:
        print("/".join(map(str, error.absolute_path)), error.message[:200])
    assert not errors, f"{len(errors)} violations of the schema"


def check_files(check):
    """check(validator, path) of each file on the command line; ends the program, with 1 where one of them fails."""
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = remembering(jsonschema.Draft202012Validator)(schema)
    failed = 0
    for path in sys.argv[2:]:
        try:
            check(validator, path)
        except Exception:
            failed += 1
            print(f"{path}:\n{traceback.format_exc()}")
    sys.exit(failed > 0 or len(sys.argv) < 3)
