"""The folders of src/ in their order, and circles of a graph."""
import os
import re
import sys


def folders(source):
    """Those of the list of CONTRIBUTING.md, "Where things are", from the top down."""
    src = os.path.join(source, "src")
    with open(os.path.join(source, "CONTRIBUTING.md"), encoding="utf-8") as file:
        listed = re.findall(r"^    src/(\w+)/ ", file.read(), re.M)
    there = sorted({os.path.relpath(folder, src).split(os.sep)[0] for folder, _, files in os.walk(src)
                    if any(file.endswith(".c") for file in files)})
    order = [name for name in listed if name in there]
    if sorted(order) != there:
        sys.exit(f"CONTRIBUTING.md lists {listed}, and src has {there}")
    return order


def components(graph):
    """Strongly connected components of more than one node (Tarjan 1972), each sorted."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in index:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    sys.setrecursionlimit(10000)
    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found
