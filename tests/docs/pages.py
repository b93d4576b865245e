"""What the tests of the pages share: the pages in both languages, and the commands in them."""
import re

BOTH = ("ci", "country", "definitions", "diff", "edits", "guide", "inputs", "map", "profiles", "serve", "siting")  # docs/NAME.md, docs/zh/NAME.md
COMMAND = re.compile(r"(lifecircle|curl|cp|mkdir|printf|A=|H=|[A-Z]+=\S+ ) ?\S")


def read(source, name):
    """A page in English and in Chinese."""
    return tuple((source / "docs" / folder / f"{name}.md").read_text(encoding="utf-8") for folder in ("", "zh"))


def without_fences(text):
    return re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M)


def fences(text, kind):
    """The blocks between ```kind and ```."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.S | re.M)


def code(text):
    """The lines of code: those that are indented, joined where they end in a backslash, without comments."""
    joined = re.sub(r" *\\\n +", " ", without_fences(text))
    return [re.sub(r" +# .*", "", line) for line in re.findall(r"^    (.*\S)$", joined, re.M)]


def commands(text):
    return [line for line in code(text) if COMMAND.match(line) and not line.startswith(("lifecircle:", "lifecircle serve PROJECT"))]
