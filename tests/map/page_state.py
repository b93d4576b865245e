"""The state of a page with a map, so that a test can bring a page back in place to what it was when it was opened, and be sure of it.

Names within are those of src/output/map.
"""
import difflib
import re

# What is chosen and hovered over. Whatever a page has besides comes before or after.
RESET = """
    document.activeElement.blur();
    L.DomUtil.restoreOutline();
    view.hint.remove();"""

# When the panels have their sizes again. From where Leaflet counts the pixels of its panes depends on what was seen before.
RESET_VIEW = """
    view.map.invalidateSize({ animate: false, pan: false });
    view.map.setView(arguments[0], arguments[1], { reset: true });"""

VIEW = "return [[view.map.getCenter().lat, view.map.getCenter().lng], view.map.getZoom()]"

# Canvases stay once something has been drawn on them, and so they are told by what lies on them.
STATE = """
    const page = [...document.body.children].filter((e) => e.localName !== "script").map((e) => e.cloneNode(true));
    const gone = 'canvas, .leaflet-edits-pane svg, .leaflet-tooltip[style*="opacity: 0"]';
    for (const part of page) {
        part.querySelectorAll(gone).forEach((e) => e.remove());
        part.querySelectorAll("#answer").forEach((e) => e.removeAttribute("title")); /* how long a measurement took */
        part.querySelectorAll('[style=""]').forEach((e) => e.removeAttribute("style"));
        part.querySelectorAll('[class=""]').forEach((e) => e.removeAttribute("class"));
        part.querySelectorAll("[hidden]").forEach((e) => (e.hidden = false, e.hidden = true)); /* the last attribute */
        part.querySelectorAll("#map").forEach((e) => (e.className = e.className.split(" ").sort().join(" ")));
    }
    const layers = Object.values(view.map._layers).filter((layer) => !(layer instanceof L.Renderer));
    const middle = view.map.getCenter(), size = view.map.getSize();
    const state = {
        page: page.map((e) => e.outerHTML), body: [document.body.className, document.activeElement.localName],
        document: [document.title, document.documentElement.lang, location.hash],
        controls: [...document.querySelectorAll("input, select, details")].map((e) => [e.value, e.checked, e.open, e.disabled]),
        scrolled: [...document.querySelectorAll("*")].filter((e) => e.scrollTop || e.scrollLeft).map((e) => e.outerHTML.slice(0, 80)),
        chosen: [chosen.indicator, chosen.community, [...chosen.layers]],
        table: [table.sort, table.down, table.order, table.focus, table.first, table.end],
        map: [middle.lat, middle.lng, view.map.getZoom(), size.x, size.y, layers.map((layer) => layer.options.pane || "").sort()],
        drawn: [view.base, view.other, view.soft, view.overlay, view.points, view.change, view.existing, view.edits]
            .map((renderer) => renderer && Object.keys(renderer._layers || {}).length),
        numbers: [INDICATORS, DATA.values],
        more: more(),
    };
    return Object.fromEntries(Object.entries(state).map(([key, value]) => [key, JSON.stringify(value)]));"""


def state(more="null"):
    """A script that returns it, as texts by subject; `more` is what else belongs to it, an expression."""
    return f"const more = () => ({more});{STATE}"


def difference(before, now):
    """Of two states, piece by piece."""
    pieces = [[f"{key}: {piece}" for key, text in state.items() for piece in re.split("(?<=[>,])", text)] for state in (before, now)]
    return [line for line in difflib.unified_diff(*pieces, lineterm="", n=0) if line[:2] not in ("--", "++", "@@")]
