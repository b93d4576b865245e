"""Files held to a JSON Schema, many in one go: SCRIPT SCHEMA FILE..."""
import json
import sys
import traceback

import jsonschema


def remembering(kind):
    """A kind of validator that does not look again at a value that has obeyed a definition: reports of one city have much in common."""
    seen, look = set(), kind.VALIDATORS["$ref"]

    def reference(validator, name, value, schema):
        key = name, type(value), json.dumps(value) if isinstance(value, (list, dict)) else value
        if key in seen:
            return
        errors = list(look(validator, name, value, schema))
        if not errors:
            seen.add(key)
        yield from errors

    return jsonschema.validators.extend(kind, {"$ref": reference})


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
