#!/usr/bin/env python3
"""scripts/release and scripts/version on a clone that is thrown away, without tests and packages: check_release.py SOURCE PROGRAM WORK"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile

SOURCE, PROGRAM, WORK = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
CLONE, REMOTE = WORK / "clone", WORK / "remote.git"
EPOCH, DATE = "1790000000", "2026-09-21"
QUICK = ("--skip", "tests,packages,sbom")


def git(*command, cwd=CLONE):
    return subprocess.run(["git", *command], cwd=cwd, capture_output=True, text=True, check=True).stdout.strip()


def release(*options, epoch=EPOCH):
    return subprocess.run(["scripts/release", *options], cwd=CLONE, capture_output=True, text=True, env=dict(os.environ, SOURCE_DATE_EPOCH=epoch))


def state():
    """What a failure and a dry run leave alone."""
    return git("rev-parse", "HEAD"), git("tag"), git("status", "--porcelain"), (CLONE / "CHANGELOG.md").read_text(encoding="utf-8")


def made():
    """A release that works, as its files: name -> bytes."""
    shutil.rmtree(WORK / "made", ignore_errors=True)
    done = release(*QUICK, "--dry-run", "--output", str(WORK / "made"))
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in (WORK / "made").iterdir()}


def refused(wanted, *options, **how):
    before = state()
    done = release(*options, **how)
    assert done.returncode != 0 and wanted in done.stderr, (wanted, done.returncode, done.stderr, done.stdout)
    assert state() == before and not (CLONE / "build").exists(), wanted


def commit(path, change, message="change"):
    path = CLONE / path
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    git("commit", "--quiet", "--all", "-m", message)


def undo():
    git("reset", "--quiet", "--hard", "HEAD~1")


def version(*new):
    return subprocess.run(["scripts/version", *new], cwd=CLONE, capture_output=True, text=True)


def make_clone():
    """The last commit with the scripts as they are, on main, and a remote that must hear nothing."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    git("clone", "--quiet", "--shared", "--no-tags", str(SOURCE), str(CLONE), cwd=WORK)
    for name in ("release", "version", "qgis-zip"):
        shutil.copy(SOURCE / "scripts" / name, CLONE / "scripts" / name)
    for name, value in (("user.name", "Tester"), ("user.email", "tester@example.org")):
        git("config", name, value)
    git("checkout", "--quiet", "-B", "main")
    git("rm", "-r", "--quiet", "data/samples", "docs/img", "src", "tests/fuzz", "tests/unit", "tests/bench", "tests/cli")  # none of a release's business, and most of its time
    git("add", "--all")
    git("commit", "--quiet", "-m", "the scripts as they are")
    git("init", "--quiet", "--bare", str(REMOTE))
    git("remote", "set-url", "origin", str(REMOTE))
    git("push", "--quiet", "origin", "main")


def check_refusals(number):
    git("checkout", "--quiet", "-b", "other")
    refused("this is the branch 'other'", *QUICK)
    git("checkout", "--quiet", "main")
    (CLONE / "new.txt").write_text("")
    refused("new.txt", *QUICK)
    (CLONE / "new.txt").unlink()
    refused("there are tests, packages, sbom", "--skip", "everything")
    refused("give seconds since 1970", *QUICK, epoch="today")
    refused("name a new folder", *QUICK, "--output", str(SOURCE / "docs"))
    commit("CHANGELOG.md", lambda text: re.sub(r"(## \[Unreleased\]\n).*?(?=^## \[|\Z)", r"\1\n", text, flags=re.M | re.S))
    refused("nothing stands under [Unreleased]", *QUICK)
    undo()
    commit("CHANGELOG.md", lambda text: text.replace("## [Unreleased]\n", "## [Unreleased]\n\nTo become 99.0.0.\n", 1))
    refused(f"to become 99.0.0, and CMakeLists.txt says {number}", *QUICK)
    undo()
    commit("include/lifecircle.h", lambda text: text.replace(f'LC_VERSION "{number}"', 'LC_VERSION "98.0.0"'))
    refused("include/lifecircle.h says 98.0.0", *QUICK)
    undo()
    commit("scripts/qgis-zip", lambda text: "#!/bin/sh\necho no space left >&2\nexit 1\n")
    refused("no space left", *QUICK)  # a step fails: the commit of the clone is gone with it
    undo()


def check_files(files, number):
    names = {"SHA256SUMS", f"lifecircle-{number}.tar.gz", f"lifecircle_provider-{number}.zip", "notes.md"}
    assert set(files) == names, sorted(files)
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=WORK / "made", check=True)
    with tarfile.open(WORK / "made" / f"lifecircle-{number}.tar.gz") as tar:
        assert {one.split("/")[0] for one in tar.getnames()} == {f"lifecircle-{number}"}
        changelog = tar.extractfile(f"lifecircle-{number}/CHANGELOG.md").read().decode()
        symbols = tar.extractfile(f"lifecircle-{number}/tests/install/symbols.txt").read().decode().split()
    assert f"## [Unreleased]\n\n## [{number}] - {DATE}\n" in changelog and "To become" not in changelog
    assert files["notes.md"].decode().strip() in changelog
    assert "lc_check" in symbols and symbols == sorted(set(symbols))
    with zipfile.ZipFile(WORK / "made" / f"lifecircle_provider-{number}.zip") as plugin:
        assert f"version={number}\n" in plugin.read("lifecircle_provider/metadata.txt").decode()


def check_release(number):
    base, heard = git("rev-parse", "HEAD"), git("for-each-ref", cwd=REMOTE)
    done = release(*QUICK)
    assert done.returncode == 0 and f"git push origin main v{number}" in done.stdout, done.stderr
    assert git("rev-parse", f"v{number}^{{commit}}") == git("rev-parse", "HEAD") and git("rev-parse", "HEAD~1") == base
    assert git("cat-file", "-t", f"v{number}") == "tag" and git("log", "-1", "--format=%ct %s") == f"{EPOCH} Release {number}"
    assert not git("status", "--porcelain") and git("branch", "--show-current") == "main"
    assert git("for-each-ref", cwd=REMOTE) == heard, "something was pushed"
    refused_again = release(*QUICK)
    assert refused_again.returncode != 0 and f"v{number} is released" in refused_again.stderr, refused_again.stderr


STUBS = {
    "scripts/test": 'echo "test $*" >>"$STEPS"\n[ "${FAILS-none}" != "${1-}" ]',
    "scripts/package": 'echo "package $SOURCE_DATE_EPOCH" >>"$STEPS"\necho deb >"$1/lifecircle.deb"',
    "scripts/sbom": 'echo "sbom $*" >>"$STEPS"\necho "{}"',
    "bin/cmake": 'echo "cmake $*" >>"$STEPS"',
}


def check_steps(number):
    """All steps, the long ones as stubs that say that they ran: in their order, and nothing is released when one fails."""
    for name, text in STUBS.items():
        path = CLONE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/bash\n{text}\n")
        path.chmod(0o755)
    git("add", "--all")
    git("commit", "--quiet", "-m", "stubs")
    steps, before = WORK / "steps", state()
    how = dict(os.environ, SOURCE_DATE_EPOCH=EPOCH, STEPS=str(steps), PATH=f"{CLONE}/bin:{os.environ['PATH']}")
    tests = ["test "] + (["test --packages"] if os.geteuid() == 0 else [])
    rest = [f"package {EPOCH}", "cmake --preset release", "cmake --build --preset release", "sbom build/release"]
    for fails, wanted in ((None, tests + rest), ("", tests[:1])):
        steps.unlink(missing_ok=True)
        command = ["scripts/release", "--dry-run", "--output", str(WORK / f"steps-{fails}")]
        done = subprocess.run(command, cwd=CLONE, capture_output=True, text=True, env=how if fails is None else dict(how, FAILS=fails))
        assert steps.read_text().splitlines() == wanted, (fails, steps.read_text(), done.stderr)
        assert (done.returncode == 0) == (fails is None) and state() == before, done.stderr
    names = {path.name for path in (WORK / "steps-None").iterdir()}
    assert names >= {"lifecircle.deb", f"lifecircle-{number}.spdx.json"} and not (WORK / "steps-").exists(), names
    undo()


def check_next(first):
    """The version after it, set by scripts/version."""
    assert version("0.2").returncode == 2 and version("1", "2").returncode == 2
    assert version("98.7.6").stdout == "98.7.6\n" and git("diff", "--stat").count("|") == 3
    git("commit", "--quiet", "--all", "-m", "98.7.6 begins")
    done = release(*QUICK)
    assert done.returncode != 0 and "nothing stands" in done.stderr
    commit("CHANGELOG.md", lambda text: text.replace("## [Unreleased]\n", "## [Unreleased]\n\n### Fixed\n\n- One thing.\n", 1))
    done = release(*QUICK)
    assert done.returncode == 0, done.stderr
    text = (CLONE / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [Unreleased]\n\n## [98.7.6] - {DATE}\n\n### Fixed\n\n- One thing.\n\n## [{first}] - {DATE}\n\n" in text
    assert (CLONE / "build/release/98.7.6/notes.md").read_text() == "### Fixed\n\n- One thing.\n"
    assert git("tag").split() == [f"v{first}", "v98.7.6"]


if not (SOURCE / ".git").exists() or not shutil.which("git"):
    print("no repository")
    sys.exit(77)
said = subprocess.run([SOURCE / "scripts/version"], capture_output=True, text=True)
assert said.returncode == 0, said.stderr
number = said.stdout.strip()
assert subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout == f"lifecircle {number}\n"
make_clone()
check_refusals(number)
before, files = state(), made()
assert state() == before, "a dry run changes the repository"
check_files(files, number)
check_steps(number)
assert made() == files, "the same commit and time give other bytes"
check_release(number)
check_next(number)
print(f"{number} and 98.7.6 released in a clone; the same bytes twice, nothing pushed")
