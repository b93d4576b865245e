#!/usr/bin/python3
"""What `cmake --install` gives can be moved, and programs outside are built against it.

    check_install.py CMAKE BUILD SOURCE WORK C_COMPILER CXX_COMPILER
"""
import os
import re
import shutil
import subprocess
import sys

cmake, build, source, work, cc, cxx = sys.argv[1:7]
here = os.path.dirname(os.path.abspath(__file__))
FLAGS = ["-pedantic", "-Wall", "-Wextra", "-Werror"]


def run(*command, **environment):
    env = {key: value for key, value in os.environ.items() if not key.startswith("LIFECIRCLE_")}
    done = subprocess.run(command, env=dict(env, **environment), capture_output=True, text=True, timeout=200)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(wanted, got, what):
    if wanted != got:
        sys.exit(f"{what}: {got!r}, and not {wanted!r}")


def install():
    """Into one folder, which is then moved to another one; there, one more profile."""
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    first, prefix = os.path.join(work, "first"), os.path.join(work, "moved here")
    run(cmake, "--install", build, "--prefix", first)
    os.rename(first, prefix)
    libraries = [folder for folder, _, files in os.walk(prefix) if "lifecircle.pc" in files]
    expect(1, len(libraries), "folders with lifecircle.pc")
    return prefix, os.path.dirname(libraries[0])


def check_files(prefix, lib):
    names = [os.path.relpath(os.path.join(folder, file), prefix) for folder, _, files in os.walk(prefix) for file in files]
    pages = [os.path.basename(page)[:-3] for page in os.listdir(os.path.join(source, "docs", "man")) if page.endswith(".1.md")]
    wanted = ["include/lifecircle.h", "bin/lifecircle", "share/bash-completion/completions/lifecircle",
              "share/zsh/site-functions/_lifecircle", "share/lifecircle/profiles/life-circle.yaml",
              "share/lifecircle/rules/walk.yaml", "share/lifecircle/schema/lifecircle-report-1.schema.json"]
    wanted += [f"share/man/{folder}man1/{page}" for page in pages for folder in ("", "zh_CN/")]
    for name in ("liblifecircle.so", "liblifecircle.so.0", "liblifecircle.a", "cmake/lifecircle/lifecircle-config.cmake"):
        wanted.append(os.path.relpath(os.path.join(lib, name), prefix))
    expect([], sorted(set(wanted) - set(names)), "files that are missing")
    for page in pages:
        name = page[:-2]
        for folder, title in (("", "NAME"), ("zh_CN", "名称")):
            with open(os.path.join(prefix, "share/man", folder, "man1", page), encoding="utf-8") as file:
                text = file.read()
            whole = f'.TH "{name.upper()}" "1"' in text and re.search(rf"^(\.SH )?{title}$", text, re.M) and f"{name} - " in text
            expect(True, bool(whole), f"the head of {folder}/{page}")


def check_symbols(prefix, lib):
    """The library exports the functions of the header, no other symbol, and none less than it once did."""
    library = os.path.join(lib, "liblifecircle.so.0")
    soname = re.search(r"SONAME.*\[(.*)\]", run("readelf", "-d", library))
    expect("liblifecircle.so.0", soname and soname[1], "the soname")
    exported = {line.split()[-1] for line in run("nm", "-D", "--defined-only", library).splitlines()}
    exported -= {"__bss_start", "_edata", "_end", "_init", "_fini"}  # every library's, by the linker
    with open(os.path.join(prefix, "include", "lifecircle.h"), encoding="utf-8") as file:
        declared = set(re.findall(r"^LC_API [^(;]*?\b(lc_\w+)\(", file.read(), re.M))
    expect([], sorted(declared ^ exported), "symbols of the header or of the library alone")
    with open(os.path.join(here, "symbols.txt"), encoding="utf-8") as file:
        once = set(file.read().split())
    expect([], sorted(once - exported), "symbols that programs may use, and that have gone (tests/install/symbols.txt)")
    new = sorted(exported - once)
    if new:
        print("new symbols, to be added to tests/install/symbols.txt before a release:", *new)


def add_profile(prefix):
    """One that is nowhere else, so that it must come from here."""
    folder = os.path.join(prefix, "share", "lifecircle", "profiles")
    with open(os.path.join(folder, "life-circle.yaml"), encoding="utf-8") as file:
        text = file.read()
    with open(os.path.join(folder, "only-here.yaml"), "w", encoding="utf-8") as file:
        file.write(text.replace("name: life-circle", "name: only-here", 1))


def check_program(program, **environment):
    said = run(program, "only-here", **environment).split()
    expect((3, "only-here"), (len(said), said[-1]), program)


def check_pkg_config(lib):
    flags = run("pkg-config", "--cflags", "--libs", "lifecircle", PKG_CONFIG_PATH=os.path.join(lib, "pkgconfig"))
    import shlex
    for compiler, standard, language in ((cc, "-std=c11", "c"), (cxx, "-std=c++17", "c++")):
        program = os.path.join(work, "outside_" + ("cpp" if language == "c++" else language))
        run(compiler, standard, *FLAGS, "-o", program, "-x", language, os.path.join(here, "outside", "outside.c"), "-x", "none",
            *shlex.split(flags))
        check_program(program, LD_LIBRARY_PATH=lib)


def check_cmake(prefix):
    for name, folder in (("outside", os.path.join(here, "outside")), ("examples", os.path.join(source, "examples"))):
        made = os.path.join(work, "build_" + name)
        run(cmake, "-S", folder, "-B", made, "-D", "CMAKE_PREFIX_PATH=" + prefix, "-D", "CMAKE_C_COMPILER=" + cc)
        run(cmake, "--build", made)
        if name == "outside":
            check_program(os.path.join(made, "outside_c"))
            check_program(os.path.join(made, "outside_cpp"))
        else:
            expect(True, "city: 36.4 %" in run(os.path.join(made, "city_from_arrays")), "an example outside")


def main():
    prefix, lib = install()
    check_files(prefix, lib)
    check_symbols(prefix, lib)
    add_profile(prefix)
    expect(True, "only-here" in run(os.path.join(prefix, "bin", "lifecircle"), "profiles"), "profiles of the moved program")
    check_pkg_config(lib)
    check_cmake(prefix)


main()
