#!/usr/bin/env python3
"""The pages in English and in Chinese: check_pages.py PROGRAM SOURCE

Both have the same headings, level by level, and the same three questions; their commands run, on a copy of the sample, and what they
say is so. Every link of the pages leads to a file.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

program, source = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
both = ("edits", "map", "serve", "siting")  # in both languages, with the same headings
names = ["README.md", "README.zh.md", *(f"docs/{folder}{name}.md" for name in ("guide", *both) for folder in ("", "zh/"))]
pages = {name: (source / name).read_text(encoding="utf-8") for name in names}


def headings(text):
    return re.findall(r"^(#+) ", re.sub(r"```.*?```", "", text, flags=re.S), re.M)


def questions(text):
    """The commands of the first section."""
    section = re.split(r"^## ", text, flags=re.M)[1]
    return re.findall(r"^    (.+)$", section, re.M)


assert headings(pages["README.md"]) == headings(pages["README.zh.md"]), "the first pages have different headings"
for name in both:
    english, chinese = pages[f"docs/{name}.md"], pages[f"docs/zh/{name}.md"]
    assert headings(english) == headings(chinese), f"docs/{name}.md and docs/zh/{name}.md have different headings"
    given, told = (set(re.findall(r"^    ((?:lifecircle|curl) .+)$", text, re.M)) for text in (english, chinese))
    assert given >= told and told, f"docs/zh/{name}.md: {told - given}"
commands = questions(pages["README.md"])
assert commands == questions(pages["README.zh.md"]) and len(commands) == 5, commands

for name, text in pages.items():
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        assert link.startswith("http") or (source / name).parent.joinpath(link).exists(), f"{name}: {link} leads nowhere"

with tempfile.TemporaryDirectory() as folder:
    town = shutil.copytree(source / "data/samples/laspalmas", pathlib.Path(folder, "laspalmas"))
    environment = dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}", LC_ALL="C")
    said = [subprocess.run(["bash", "-c", c], cwd=town, env=environment, capture_output=True, text=True, check=True).stdout for c in commands]
    assert (town / "map.html").exists() and (town / "planned.html").exists() and (town / "sites.html").exists()
    assert re.search(r"0 worse, \d+ better", said[3]) and re.search(r"0\.148\d\s+0\.222\d .*IES ANA LUISA BEN", said[3]), said[3]
    assert "5 sites of 21,009 candidates" in said[4] and "nothing is better" in said[4], said[4]
    (town / "city.yaml").write_bytes((town / "lifecircle.yaml").read_bytes())
    (town / "plan-b.geojson").write_bytes((town / "plan.geojson").read_bytes())
    shown = [c for name in ("edits", "siting") for c in re.findall(r"^    (lifecircle .+)$", pages[f"docs/zh/{name}.md"], re.M)]
    for command in shown:
        subprocess.run(["bash", "-c", command], cwd=town, env=environment, capture_output=True, check=True)
    assert (town / "plan-b-report.geojson").exists() and len(shown) >= 3, shown
print(f"{len(commands)} commands of the first page run")
