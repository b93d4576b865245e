#!/usr/bin/env python3
"""Hold JUnit XML to the form that Jenkins' junit-10.xsd asks for, and to its own numbers: check_junit.py FILE

Prints the totals, and every failure with its message.
"""
import sys
import xml.etree.ElementTree as ET

# Element: its required attributes, the others, and what may stand in it.
FORM = {
    "testsuites": ([], ["name", "time", "tests", "failures", "errors"], ["testsuite"]),
    "testsuite": (
        ["name", "tests", "failures", "errors"],
        ["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
        ["testsuite", "properties", "testcase", "system-out", "system-err"],
    ),
    "testcase": (["name"], ["time", "classname", "group"], ["skipped", "error", "failure", "system-out", "system-err"]),
    "failure": ([], ["type", "message"], []),
    "error": ([], ["type", "message"], []),
    "skipped": ([], ["type", "message"], []),
    "system-out": ([], [], []),
}


def check_form(element):
    required, optional, children = FORM[element.tag]
    for name in required:
        assert name in element.attrib, f"{element.tag} without {name}"
    for name in element.attrib:
        assert name in required + optional, f"{element.tag} with {name}"
    for child in element:
        assert child.tag in children, f"{child.tag} in {element.tag}"
        check_form(child)


def count(element, tag):
    return len(element.findall(f".//{tag}"))


def main():
    root = ET.parse(sys.argv[1]).getroot()
    assert root.tag == "testsuites", root.tag
    check_form(root)
    names = [suite.get("name") for suite in root]
    assert len(set(names)) == len(names), "two suites of one name"
    for suite in root:
        for tag, attribute in (("testcase", "tests"), ("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.get(attribute)) == count(suite, tag), f"{suite.get('name')}: {attribute} is wrong"
    assert int(root.get("tests")) == count(root, "testcase")
    assert int(root.get("failures")) == count(root, "failure")
    assert int(root.get("errors")) == count(root, "error")
    print(f"{sys.argv[1]}: {root.get('tests')} tests, {root.get('failures')} failures, {count(root, 'skipped')} skipped")
    for case in root.iter("testcase"):
        for failure in case.findall("failure"):
            print(f"{case.get('classname')} {case.get('name')}: {failure.get('message')}")


main()
