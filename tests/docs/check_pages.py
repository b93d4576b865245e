#!/usr/bin/env python3
"""The pages in English and in Chinese are in step: check_pages.py PROGRAM SOURCE

Both have the same headings, tables, commands, examples in YAML, and in each section the same code (options, keys, codes of warnings)
and numbers. Every link leads to a file, and each page to its other language. The commands of the first page run, on a copy of the
sample, and what they say is so; those of the other pages are run by check_commands.py.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import pages

program, source = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])


def headings(text):
    return re.findall(r"^(#+) ", pages.without_fences(text), re.M)


def sections(text):
    """The text between headings."""
    return re.split(r"^#+ .*$", pages.without_fences(text), flags=re.M)


def spans(text):
    """Code within the text."""
    prose = re.sub(r"^    .*$", "", text, flags=re.M)
    return {" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)}


def numbers(text):
    """Numbers in figures, outside of code, links and pictures."""
    prose = re.sub(r"`[^`]*`|!\[[^]]*\]|\]\([^)]*\)|^    .*$", "", text, flags=re.M)
    return set(re.findall(r"\d+(?:\.\d+)?", prose.replace(",", "")))


def cells(text):
    """How many cells each row of the tables has."""
    return [len(re.findall(r"(?<!\\)\|", row)) for row in text.splitlines() if row.startswith("|")]


def yaml(text):
    """The examples in YAML, without their comments and titles."""
    return [re.sub(r" +#.*", "", block) for block in pages.fences(text, "yaml")]


def check_both(name):
    english, chinese = pages.read(source, name)
    where = f"docs/{name}.md and docs/zh/{name}.md"
    assert english.split("\n")[2] == f"[中文](zh/{name}.md)" and chinese.split("\n")[2] == f"[English](../{name}.md)", f"{where}: the links at their heads"
    assert headings(english) == headings(chinese), f"{where}: other headings"
    assert pages.commands(english) == pages.commands(chinese), f"{where}: {set(pages.commands(english)) ^ set(pages.commands(chinese))}"
    assert len(pages.code(english)) == len(pages.code(chinese)), f"{where}: other lines of code"
    assert cells(english) == cells(chinese), f"{where}: tables of other rows or columns"
    assert yaml(english) == yaml(chinese), f"{where}: other examples"
    for number, (one, other) in enumerate(zip(sections(english), sections(chinese))):
        assert spans(one) == spans(other), f"{where}, section {number}: {spans(one) ^ spans(other)}"
        assert numbers(one) <= numbers(other), f"{where}, section {number}: {numbers(one) - numbers(other)} are not in the Chinese page"


def check_chinese(name, text):
    """A paragraph is one line, and emphasis is read as such."""
    prose = pages.without_fences(text).splitlines()
    for line, following in zip(prose, prose[1:]):
        plain = [part and not re.match(r"[#|]|    |!\[", part) for part in (line, following)]
        assert not all(plain) or following.startswith("- "), f"docs/zh/{name}.md: a paragraph of several lines: {line} / {following}"
        for _, emphasised, behind in re.findall(r"(\*\*?)(\S.*?)\1(.?)", re.sub(r"`[^`]*`", "", line)):
            assert not (emphasised[-1] in "，。、；：？！）" and behind.isalpha()), f"docs/zh/{name}.md: emphasis that Markdown does not see: {line}"


def check_links(name, chinese_too):
    page = source / name
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert link.startswith("http") or page.parent.joinpath(link).exists(), f"{name}: {link} leads nowhere"
        other = re.fullmatch(r"\.\./(\w[\w-]*)\.md", link)
        if chinese_too and other:
            assert other[1] not in pages.BOTH or other[1] == page.stem, f"{name}: {link}, which is there in Chinese"


def questions(name):
    """The commands of the first section of a first page."""
    section = re.split(r"^## ", (source / name).read_text(encoding="utf-8"), flags=re.M)[1]
    return re.findall(r"^    (.+)$", section, re.M)


def check_first_page():
    assert headings((source / "README.md").read_text()) == headings((source / "README.zh.md").read_text()), "the first pages have different headings"
    commands = questions("README.md")
    assert commands == questions("README.zh.md") and len(commands) == 5, commands
    with tempfile.TemporaryDirectory() as folder:
        town = shutil.copytree(source / "data/samples/laspalmas", pathlib.Path(folder, "laspalmas"))
        environment = dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}", LC_ALL="C")
        said = [subprocess.run(["bash", "-c", c], cwd=town, env=environment, capture_output=True, text=True, check=True).stdout for c in commands]
        assert (town / "map.html").exists() and (town / "planned.html").exists() and (town / "sites.html").exists()
    assert re.search(r"0 worse, \d+ better", said[3]) and re.search(r"0\.148\d\s+0\.222\d .*IES ANA LUISA BEN", said[3]), said[3]
    assert "5 sites of 21,009 candidates" in said[4] and "nothing is better" in said[4], said[4]


def main():
    assert {page.stem for page in (source / "docs" / "zh").glob("[a-z]*.md")} == set(pages.BOTH), "pages.py lists the pages in Chinese"
    index = (source / "docs" / "zh" / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| \[([a-z-]+)\.md\]\(\1\.md\)", index, re.M)) == sorted(pages.BOTH), "docs/zh/README.md lists all pages"
    for name in pages.BOTH:
        check_both(name)
        check_chinese(name, pages.read(source, name)[1])
        check_links(f"docs/{name}.md", False)
        check_links(f"docs/zh/{name}.md", True)
    for name in ("README.md", "README.zh.md", "docs/zh/README.md", "docs/examples/ci/README.md"):
        check_links(name, False)
    check_first_page()
    print(f"{len(pages.BOTH)} pages are in step")


main()
