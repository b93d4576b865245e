#!/usr/bin/env python3
"""Write what ctypes has to know of the library, from its header: make_abi.py include/lifecircle.h OUTPUT/_abi.py

The header is plain C, written by one set of rules: types, fields and functions are found by their form, and what has
another form is an error here, not a wrong number later. A test compiles the header and compares every offset.
"""
import pathlib
import re
import sys

PLAIN = {"double": "c_double", "float": "c_float", "bool": "c_bool", "size_t": "c_size_t", "int": "c_int",
         "uint8_t": "c_uint8", "int32_t": "c_int32", "uint32_t": "c_uint32", "int64_t": "c_int64", "uint64_t": "c_uint64",
         "void": "None"}  # fmt: skip
STRING = "c_char_p"


def without_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.S)


# Types of functions: result, arguments.
CALLBACKS = {"lc_progress_fn": "c_bool, c_char_p, c_double, c_void_p", "lc_ready_fn": "None, c_char_p, c_bool, c_void_p"}


class Header:
    def __init__(self, text):
        self.version = re.search(r'#define LC_VERSION "([^"]+)"', text)[1]
        self.text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*$", "", without_comments(text), flags=re.M)
        self.enums = re.findall(r"typedef enum (lc_\w+) \{(.*?)\} \1;", self.text, re.S)
        self.structs = re.findall(r"typedef struct (lc_\w+) \{(.*?)\} \1;", self.text, re.S)
        self.inits = dict(re.findall(r"static inline (lc_\w+) lc_\w+_init\(void\) \{(.*?)\n\}", self.text, re.S))
        self.functions = re.findall(r"LC_API ([\w \*]+?)(lc_\w+)\((.*?)\)(?: LC_PRINTF\(.*?\))?;", self.text, re.S)
        self.names = {name for name, _ in self.structs}
        self.kinds = {name for name, _ in self.enums}

    def type_of(self, words, out=False):
        """The ctypes type of a C type such as "const char *const *"."""
        stars = words.count("*")
        base = [w for w in words.replace("*", " ").split() if w not in ("const", "struct", "enum")]
        name = " ".join(base)
        if name == "char":
            return {1: STRING if "const" in words else "c_void_p", 2: f"POINTER({STRING})" if "const" in words else "POINTER(c_void_p)"}[stars]
        if name == "unsigned char":
            return "c_void_p" if stars == 1 else "POINTER(c_void_p)"
        if name == "void" and stars:
            return "c_void_p"
        if name in self.kinds:
            plain = "c_int"
        elif name in self.names:
            plain = name
        elif name in PLAIN:
            plain = PLAIN[name]
        elif name in CALLBACKS:
            plain = name
        elif name.startswith("lc_") and stars:  # a handle
            plain, stars = "c_void_p", stars - 1
        else:
            raise SystemExit(f"make_abi: the type '{words}' is not understood")
        for _ in range(stars):
            plain = f"POINTER({plain})"
        return plain

    def fields(self, body):
        for line in filter(None, (part.strip() for part in body.split(";"))):
            first, *others = [part.strip() for part in line.split(",")]
            match = re.fullmatch(r"([\w \*]*?[ \*])(\w+)", first)
            if not match:
                raise SystemExit(f"make_abi: the member '{line}' is not understood")
            words, name = match.groups()
            yield name, self.type_of(words)
            for other in others:  # "const char *a, *b": stars belong to the name
                yield other.replace("*", "").strip(), self.type_of(words.rstrip("* ") + " " + "*" * other.count("*"))

    def members(self, body):
        value = -1
        for part in filter(None, (p.strip() for p in body.split(","))):
            name, _, number = part.partition("=")
            value = int(number) if number.strip() else value + 1
            yield name.strip(), value

    def arguments(self, text):
        text = " ".join(text.split())
        if text == "void":
            return []
        callback = re.compile(r"\w+ \(\*\w+\)\([^)]*\)")
        parts = [p.strip() for p in callback.sub("void *fn", text).split(",")]
        return [self.type_of(re.fullmatch(r"(.*?)(\w+)", part)[1]) for part in parts]


def generate(header):
    lines = ['"""The library as ctypes sees it: written by make_abi.py from lifecircle.h, not by hand."""',
             "from ctypes import (CFUNCTYPE, POINTER, Structure, c_bool, c_char_p, c_double, c_float, c_int, c_int32, c_int64,",
             "                    c_size_t, c_uint8, c_uint32, c_uint64, c_void_p)", "", f'VERSION = "{header.version}"', "",
             *(f"{name} = CFUNCTYPE({kinds})" for name, kinds in CALLBACKS.items())]  # fmt: skip
    for _, body in header.enums:
        lines += [""] + [f"{name} = {value}" for name, value in header.members(body)]
    for name, body in header.structs:
        lines += ["", "", f"class {name}(Structure):", "    _fields_ = ["]
        lines += [f'        ("{field}", {kind}),' for field, kind in header.fields(body)] + ["    ]"]
    lines += ["", "", "# Numbers that mean \"not given\" as NaN, of the structs that begin with their size.", "UNSET = {"]
    for name, body in header.inits.items():
        unset = [n for chain in re.findall(r"((?:\w+\.\w+ = )+)LC_UNSET;", body) for n in re.findall(r"\w+\.(\w+) =", chain)]
        lines += [f"    {name}: ({', '.join(repr(n) for n in unset)}{',' if len(unset) == 1 else ''}),".replace("'", '"')]
    lines += ["}", "", "# Result and arguments of every function.", "FUNCTIONS = {"]
    for result, name, arguments in header.functions:
        kinds = header.arguments(arguments)
        tail = "," if len(kinds) == 1 else ""
        lines += [f'    "{name}": ({header.type_of(result)}, ({", ".join(kinds)}{tail})),']
    return "\n".join(lines + ["}"]) + "\n"


def main():
    header, output = map(pathlib.Path, sys.argv[1:])
    output.write_text(generate(Header(header.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
