#!/usr/bin/python3
"""The list of parts that scripts/sbom makes: SPDX 2.3, with every library that is linked, the same each time.

    check_sbom.py SOURCE BUILD WORK

The rules are those of the SPDX specification 2.3: clauses 6 (document), 7 (packages), 10 (other licences) and 11 (relationships).
"""
import json
import os
import pathlib
import re
import subprocess
import sys

source, build, work = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
ENVIRONMENT = dict(os.environ, LC_ALL="C", SOURCE_DATE_EPOCH="1700000000")
KNOWN = {"MIT", "LGPL-2.1-or-later", "LGPL-3.0-or-later", "GPL-2.0-or-later", "MPL-1.1", "MPL-2.0", "BSD-2-Clause", "BSD-3-Clause",
         "EPL-2.0", "Zlib", "blessing"}  # of the SPDX list of licences
KINDS = {"DESCRIBES", "DYNAMIC_LINK", "CONTAINS"}


def sbom(*options, **environment):
    return subprocess.run([source / "scripts/sbom", build, *options], env=dict(ENVIRONMENT, **environment), capture_output=True, text=True)


def faults(spdx):
    """What is not as the specification says."""
    extra = {found["licenseId"] for found in spdx.get("hasExtractedLicensingInfos", ()) if found["extractedText"].strip()}
    ids = ["SPDXRef-DOCUMENT"] + [part["SPDXID"] for part in spdx["packages"]]
    if (spdx["spdxVersion"], spdx["dataLicense"], spdx["SPDXID"]) != ("SPDX-2.3", "CC0-1.0", "SPDXRef-DOCUMENT"):
        yield "the head"
    if not re.fullmatch(r"https://[^#\s]+", spdx["documentNamespace"]):
        yield "the namespace"
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", spdx["creationInfo"]["created"]):
        yield "the time"
    if not all(re.fullmatch(r"(Tool|Person|Organization): .+", text) for text in spdx["creationInfo"]["creators"]):
        yield "the creators"
    if len(set(ids)) != len(ids) or not all(re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", text) for text in ids):
        yield "ids"
    for part in spdx["packages"]:
        if not part["name"] or not part["downloadLocation"] or part["filesAnalyzed"] is not False:
            yield f"{part['SPDXID']}: a field"
        for key in ("licenseConcluded", "licenseDeclared"):
            names = re.split(r" AND | OR ", part[key])
            if not set(names) <= KNOWN | extra:
                yield f"{part['SPDXID']}: the licence {part[key]}"
    for tie in spdx["relationships"]:
        if tie["relationshipType"] not in KINDS or not {tie["spdxElementId"], tie["relatedSpdxElement"]} <= set(ids):
            yield f"a relationship: {tie}"
    if {tie["relatedSpdxElement"] for tie in spdx["relationships"]} != set(ids[1:]):
        yield "a part without a relationship"


def linked():
    names = set()
    for name in ("lifecircle", "liblifecircle.so"):
        text = subprocess.run(["readelf", "-dW", build / name], env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout
        names.update(re.findall(r"\(NEEDED\).*\[(.+)\]", text))
    return {name for name in names if not name.startswith("liblifecircle.so")}


def version_of(package):
    return subprocess.run(["dpkg-query", "-W", "-f", "${Version}\n", package], capture_output=True, text=True, check=True).stdout.split()[0]


def check_made(spdx):
    """Each rule finds what breaks it."""
    for breaks in (lambda d: d.update(spdxVersion="2.3"), lambda d: d.update(documentNamespace="x#y"), lambda d: d["packages"].append(d["packages"][1]),
                   lambda d: d["packages"][2].update(licenseDeclared="GPL"), lambda d: d["relationships"].pop(),
                   lambda d: d.pop("hasExtractedLicensingInfos"), lambda d: d["creationInfo"].update(created="today")):
        broken = json.loads(json.dumps(spdx))
        breaks(broken)
        assert list(faults(broken)), "a fault that is not found"


def check_refusals():
    """A library without a licence, and a time that is none: one line, and nothing else."""
    work.mkdir(parents=True, exist_ok=True)
    rows = (source / "docs/licences.md").read_text(encoding="utf-8").splitlines(True)
    (work / "less.md").write_text("".join(row for row in rows if not row.startswith("| zlib1g ")), encoding="utf-8")
    for done, text in ((sbom("--licences", work / "less.md"), "zlib1g has no licence"), (sbom(SOURCE_DATE_EPOCH="today"), "SOURCE_DATE_EPOCH=today")):
        assert done.returncode == 2 and not done.stdout and text in done.stderr and done.stderr.count("\n") == 1, done


first, again = sbom(), sbom()
assert first.returncode == 0, first.stderr
assert first.stdout == again.stdout, "two runs, two lists"
spdx = json.loads(first.stdout)
assert spdx["creationInfo"]["created"] == "2023-11-14T22:13:20Z", spdx["creationInfo"]
assert not list(faults(spdx)), list(faults(spdx))
check_made(spdx)
check_refusals()
named = [name for part in spdx["packages"] if part.get("comment", "").startswith("linked: ") for name in part["comment"].split()[1:]]
assert sorted(named) == sorted(linked()), set(named) ^ linked()
for part in spdx["packages"][1:]:
    assert part["versionInfo"] == version_of(part["name"]), part
print(f"{len(named)} libraries of {len(spdx['packages']) - 2} packages, and Leaflet")
