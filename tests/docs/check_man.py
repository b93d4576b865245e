#!/usr/bin/env python3
"""The man pages in English and in Chinese: check_man.py PROGRAM SOURCE BUILT

Both have a page for every command, with the same options, terms and commands in the same order, and every option that --help knows.
What is built of them (BUILT, a folder; without lowdown there is none) is formatted without a warning, and no line of Chinese text
is wider than the terminal or begins with punctuation that belongs to the line before.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unicodedata

program, source, built = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
TITLES = {"NAME": "名称", "SYNOPSIS": "概要", "DESCRIPTION": "说明", "OPTIONS": "选项", "EXIT STATUS": "退出状态", "EXAMPLES": "示例",
          "ENVIRONMENT": "环境变量", "SEE ALSO": "参见", "COMMANDS": "命令", "QUESTION": "问法", "SOURCES": "数据源", "PROFILES": "方案",
          "THE SUMMARY": "摘要", "OPTIONS: INPUT": "选项：输入", "OPTIONS: WHAT TO MEASURE": "选项：计算什么", "OPTIONS: OUTPUT": "选项：输出",
          "OPTIONS: RUNNING": "选项：运行"}
CLOSING = "，。、；：？！）》”」"
WIDTH = 80


def command_pages():
    """{name: (English text, Chinese text)}, of all pages."""
    folder = source / "docs" / "man"
    english, chinese = ({page.name: page.read_text(encoding="utf-8") for page in place.glob("*.1.md")} for place in (folder, folder / "zh_CN"))
    assert english.keys() == chinese.keys(), f"pages in one language alone: {english.keys() ^ chinese.keys()}"
    return {name[:-5]: (english[name], chinese[name]) for name in english}


def terms(text):
    """What is defined: the lines whose next one begins with a colon."""
    return re.findall(r"^(.+)\n:   ", text, re.M)


def options(text):
    """Of terms: the names of options."""
    return [name.replace("\\", "") for term in terms(text) for name in re.findall(r"\*\*((?:\\-\\-|-)[\w-]+)\*\*", term)]


def code(text):
    """Lines of code: those that are indented, in blocks that stand apart."""
    return [line for block in re.findall(r"\n\n((?:    .+\n)+)", text) for line in block.splitlines()]


def spans(text):
    """Code in the text, where both languages must name the same: options, keys, values."""
    return {" ".join(span.split()) for span in re.findall(r"`([^`]+)`", text)}


def check_both(name, english, chinese):
    titles = re.findall(r"^# (.+)$", english, re.M)
    assert [TITLES[title] for title in titles] == re.findall(r"^# (.+)$", chinese, re.M), f"{name}: other sections"
    assert terms(english) == terms(chinese), f"{name}: {set(terms(english)) ^ set(terms(chinese))}"
    assert code(english) == code(chinese), f"{name}: {set(code(english)) ^ set(code(chinese))}"
    assert spans(english) == spans(chinese), f"{name}: {spans(english) ^ spans(chinese)}"
    assert re.match(rf"title: {name.upper()}\nsection: 1\nsource: lifecircle\n\n# 名称\n\n{name} - \S", chinese), f"{name}: its head"
    for text in (english, chinese):
        for link in re.findall(r"\bdocs/[\w/-]+\.md", text):
            assert (source / link).exists(), f"{name}: {link} is not there"
    for word in re.findall(r"\bdocs/(\w+)\.md", chinese):
        assert not (source / "docs" / "zh" / f"{word}.md").exists(), f"{name}: there is a docs/zh/{word}.md"


def help_of(*command):
    environment = dict(os.environ, LC_ALL="C")
    return subprocess.run([program, *command, "--help"], env=environment, capture_output=True, text=True, check=True).stdout


def check_program(pages):
    commands = re.findall(r"^  (\w+) ", help_of(), re.M)
    expected = {"lifecircle", *(f"lifecircle-{command}" for command in commands)}
    assert len(commands) > 10 and pages.keys() == expected, f"commands without pages, or pages without commands: {pages.keys() ^ expected}"
    for command in commands:
        known = re.findall(r"^ +(?:-., )?(--[a-z-]+)", help_of(command), re.M)
        for language, text in zip(("English", "Chinese"), pages[f"lifecircle-{command}"]):
            missing = set(known) - set(options(text)) - {"--version"}
            assert known and not missing, f"lifecircle-{command}, {language}: {missing} not told"


def width(line):
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def formatted(page):
    command = ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-P-cbou", f"-rLL={WIDTH}n", page]
    done = subprocess.run(command, capture_output=True, check=True)
    assert not done.stderr, f"{page}: {done.stderr.decode()}"
    return done.stdout.decode("utf-8").splitlines()


def check_built(pages):
    for name, (_, chinese) in pages.items():
        formatted(built / f"{name}.1")
        lines = formatted(built / "zh_CN" / f"{name}.1")
        shown = {line.strip() for line in code(chinese)}
        for line in lines:
            assert width(line) <= WIDTH or line.strip() in shown, f"{name}: {width(line)} columns: {line}"
            assert not line.lstrip().startswith(tuple(CLOSING)), f"{name}: begins with punctuation: {line}"


def main():
    pages = command_pages()
    for name, (english, chinese) in pages.items():
        check_both(name, english, chinese)
    check_program(pages)
    if (built / "lifecircle.1").exists() and shutil.which("groff"):
        check_built(pages)
    else:
        print("not formatted: lowdown or groff is missing")
    print(f"{len(pages)} pages in both languages")


main()
