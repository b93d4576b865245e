#!/usr/bin/env python3
"""The page of `lifecircle serve`, driven as a person would: test_page.py LIFECIRCLE FOLDER

Makes a small town in FOLDER, serves it, opens it in Chromium without a window, draws, drags and types, and holds the numbers
against `lifecircle check --edits`. Needs what tests/map/test_map.py needs.
"""
import functools
import json
import math
import pathlib
import random
import re
import subprocess
import sys
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "map"))
import check_planes  # noqa: E402
import page_state  # noqa: E402
import test_map  # noqa: E402
import test_server  # noqa: E402
import town  # noqa: E402
from selenium.common.exceptions import WebDriverException  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import Select, WebDriverWait  # noqa: E402

WAIT_S, MOVE_MS, DOUBLE_CLICK_S = 60, 33, 0.6
TITLE = "Made town"

IDLE = """server.state && measured[work.plan] && !measuring.busy && !change.control && !suggesting.control &&
    (!existing.category || existing.index.has(existing.category))"""

# What the table of both plans shows of the city.
SHOWN = """Object.fromEntries(PLANS.map((plan) => [plan, Object.fromEntries([...document.querySelectorAll("#results tbody tr")]
    .map((row) => [row.dataset.indicator, row.querySelector(`td[data-plan="${plan}"]`).dataset.value])
    .filter(([, value]) => value !== undefined).map(([id, value]) => [id, Number(value)]))]))"""

# The edits that count.
FEATURES = "edits_now().filter((e) => e.on && !fault_of(edits_now(), e)).map((e) => e.feature)"

# Where places of the map and controls are, in pixels of the window.
IN_WINDOW = """
    const box = by_id("map").getBoundingClientRect();
    return arguments[0].map((one) => {
        if (typeof one !== "string") {
            const p = view.map.latLngToContainerPoint([one[1], one[0]]);
            return [Math.round(box.left + p.x), Math.round(box.top + p.y)];
        }
        const control = document.querySelector(one);
        control.scrollIntoView({ block: "nearest", inline: "nearest" });
        const b = control.getBoundingClientRect(), at = [Math.round((b.left + b.right) / 2), Math.round((b.top + b.bottom) / 2)];
        if (!control.contains(document.elementFromPoint(...at))) throw new Error(`${one} is covered`);
        return at;
    })"""

# The page as it was opened, by what it does itself where it can. Names are those of src/output/live_map.
RESET = page_state.RESET + """
    if (existing.hint) existing.hint.remove();
    existing.hint = null;
    cancel_drag();
    Object.assign(work, { plan: "A", lists: { A: [], B: [] }, undo: [], redo: [], draft: null, selected: 0, next: 1 });
    Object.assign(measured, { A: null, B: null });
    faults.clear();
    Object.assign(drag, { held: null, from: null, moved: false, swallow: false, kept: null });
    Object.assign(suggesting, { sites: [], count: 3, trouble: "", indicator: -1 });
    by_id("suggest").querySelector("details").open = false;
    choose_indicator(0);
    draw_category(INDICATORS[0].category);
    choose_tool("choose");
    by_id("guide").replaceChildren();
    edits_changed();
    draw_suggest();
    localStorage.clear();"""

# Besides what every page with a map has. How long a measurement took may differ, and of which version of the edits it is.
PLAIN = "((answer) => answer && { ...answer, ms: 0, version: 0 })"
STATE = page_state.state(f"""{{
        tool: document.body.dataset.tool, work, draw: {{ ...draw, layer: !draw.layer }}, drag, faults: faults.size, measuring, before,
        measured: PLANS.map((plan) => {PLAIN}(measured[plan])), change: [change.found, change.key],
        suggesting: {{ ...suggesting, layer: suggesting.layer.getLayers().length }},
        existing: [existing.category, !existing.hint], kept: localStorage.length }}""")


class Page:
    def __init__(self, driver, program, folder, server):
        self.driver, self.program, self.folder, self.server = driver, program, folder, server
        self.opened = None  # as the page was when it was opened last; None: another is in the browser
        self.acted = False  # something has been done since it was last waited for
        self.clicked = None, 0
        driver.set_script_timeout(WAIT_S)

    @functools.cached_property
    def before(self):
        return self.check(None)

    # --------------------------------------------------------------- numbers

    def check(self, edits):
        """What `lifecircle check` says of the city with these features: the report."""
        return json.loads(test_server.check(self.program, self.folder, edits))

    @staticmethod
    def ratios(report):
        return {i["id"]: i["ratio"] for i in report["lifecircle"]["indicators"]}

    def shown(self, plan="A"):
        """The city's numbers in the table of both plans."""
        return self.run(f"return {SHOWN}")[plan]

    def features(self):
        """The edits of the page that count."""
        return self.run(f"return {FEATURES}")

    def check_numbers(self, plan="A"):
        """The page shows what a check with its edits says, for the city and in the table of communities."""
        features, shown, column = json.loads(self.when(IDLE, f"return JSON.stringify([{FEATURES}, {SHOWN}, DATA.values[0].ratio])"))
        self.acted = False
        report = self.check(features)
        wanted = {id: round(ratio, 6) for id, ratio in self.ratios(report).items() if ratio is not None}
        assert shown[plan] == wanted, (shown[plan], wanted)
        assert column == [round(1e6 * f["properties"]["store_400"]) for f in report["features"]], column
        return wanted

    # ------------------------------------------------------------------ page

    def run(self, script, *arguments):
        self.let_finish()
        return self.driver.execute_script(script, *arguments)

    def find(self, selector):
        self.let_finish()
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector):
        self.let_finish()
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def when(self, so, script, *arguments):
        """What a script returns as soon as something is so, which the page watches by itself: to ask again and again costs more than
        all that is tested."""
        watch = f"""
            const values = [...arguments], done = values.pop();
            const is_so = function () {{ return {so} }}, does = function () {{ {script} }};
            const look = () => {{
                try {{
                    if (is_so(...values)) done([null, does(...values)]); else setTimeout(look, 30);
                }} catch (error) {{
                    done([`${{error}}`, null]);
                }}
            }};
            look()"""
        error, found = self.driver.execute_async_script(watch, *arguments)
        assert error is None, error
        return found

    def wait(self, so, *arguments):
        self.when(so, "", *arguments)

    def idle(self):
        """Until nothing is asked of the server any more."""
        self.wait(IDLE)
        self.acted = False

    def let_finish(self):
        """Before anything is read or done, what was done before."""
        if self.acted:
            self.idle()

    def open(self):
        """Without edits, neither the page's nor the server's. It is loaded once: to load it for every test costs a quarter of all that is
        tested. Then it is brought back to what it was, and is held to that in all that is seen and all that it works with."""
        if self.opened is None:
            self.load()
            self.opened_at = self.run(page_state.VIEW)
            self.opened = self.run(page_state.RESET_VIEW + STATE, *self.opened_at)
            return
        self.when(IDLE, RESET)
        now = self.when(IDLE, page_state.RESET_VIEW + STATE, *self.opened_at)
        self.acted = False
        assert now == self.opened, f"the page is not as it was opened: {page_state.difference(self.opened, now)}"
        assert self.call("GET", "/api/edits")["features"] == []

    def load(self, query="&lang=en"):
        """The page anew, in a browser that has kept nothing of it."""
        self.opened = None
        self.acted = False
        self.driver.get("about:blank")
        origin = self.server.address.split("/?")[0]
        self.driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"})
        self.call("PUT", "/api/edits", {"type": "FeatureCollection", "features": []})
        self.driver.get(self.server.address + query)
        self.idle()

    def call(self, method, path, body=None):
        """Beside the page, as a program would."""
        status, _, text = self.server.ask(method, path, None if body is None else json.dumps(body))
        assert status == 200, text
        return json.loads(text)

    def in_window(self, *where):
        """Where places in metres of the town and controls (selectors) are, in pixels of the window."""
        return self.run(IN_WINDOW, [one if isinstance(one, str) else town.place(*one) for one in where])

    def actions(self):
        """Moves of the mouse take two frames, and not Selenium's quarter of a second."""
        return ActionChains(self.driver, duration=MOVE_MS)

    @staticmethod
    def move(chain, pixels):
        chain.w3c_actions.pointer_action.move_to_location(*pixels)
        chain.w3c_actions.key_action.pause()
        return chain

    def at(self, x, y):
        return self.move(self.actions(), self.in_window((x, y))[0])

    def press(self, *where, keys=()):
        """Clicks at places and on controls, and then keys."""
        chain = self.actions()
        last, at = self.clicked
        for one, pixels in zip(where, self.in_window(*where)):
            self.move(chain, pixels)
            if one == last:  # else two clicks in one place are a double click
                chain.pause(max(0, DOUBLE_CLICK_S - (time.monotonic() - at)))
            chain.click()
            last, at = one, time.monotonic()
        if keys:
            chain.send_keys(*keys)
        chain.perform()
        self.clicked = last, time.monotonic()
        self.acted = True

    def tool(self, name, *places, keys=()):
        """A tool, and clicks with it."""
        self.press(f'[data-does="tool-{name}"]', *places, keys=keys)

    def click(self, *places):
        self.press(*places)

    def drag(self, start, *places):
        start, *places = self.in_window(start, *places)
        chain = self.move(self.actions(), start).click_and_hold()
        for place in places:
            self.move(chain, place)
        chain.release().perform()
        self.acted = True

    def draw(self, tool, *places):
        self.tool(tool, *places, keys=(Keys.ENTER,))

    def keys(self, *keys):
        self.actions().send_keys(*keys).perform()

    def command(self, key):
        self.let_finish()
        self.actions().key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()
        self.acted = True

    def rows(self):
        return self.find_all("#edits li")

    def ops(self):
        return [feature["properties"]["op"] for feature in self.features()]

    def add_store(self, x=1250, y=310):
        self.tool("add", (x, y))

    # ----------------------------------------------------------------- tests

    def test_token(self):
        """It is taken out of the address, and asked for on every call; the policy stops nothing that the page needs."""
        self.load()
        assert "token" not in self.driver.current_url, self.driver.current_url
        assert self.run("return fetch('/api/state').then((answer) => answer.status)") == 401
        assert not [e for e in self.driver.get_log("browser") if "Content Security Policy" in e["message"]]
        self.run("sessionStorage.clear()")
        self.driver.get(self.server.address.split("/?")[0] + "/?token=wrong")
        assert "lifecircle serve" in self.find("body").text
        self.opened = None

    def test_hostile_names(self):
        self.open()
        assert self.driver.title == TITLE
        self.tool("remove", (690, 410))
        assert town.NASTY in self.rows()[0].text and self.driver.title == TITLE
        self.check_numbers()

    def test_adds(self):
        self.open()
        assert self.shown() == {id: round(r, 6) for id, r in self.ratios(self.before).items()}
        self.add_store()
        wanted = self.check_numbers()
        assert wanted["store_400"] > self.before["lifecircle"]["indicators"][0]["ratio"]
        assert self.find("#city .big").get_attribute("data-value") == f"{wanted['store_400']:.6f}"
        assert self.find("#city .before-line").get_attribute("data-before") == f"{self.ratios(self.before)['store_400']:.6f}"
        assert self.find("#city .change.up").text.startswith("+")
        assert "Plan A, 1 edit" in self.find("#answer").text and self.find("#answer").get_attribute("role") == "status"
        changed = [row.get_attribute("data-community") for row in self.find_all("#rows tr") if row.find_elements(By.CSS_SELECTOR, "td .change")]
        assert "e1" in changed and "w1" not in changed, changed

    def test_undo(self):
        self.open()
        self.add_store()
        self.add_store(1250, 650)
        two = self.check_numbers()
        self.find('[data-does="undo"]').click()
        one = self.check_numbers()
        assert one["store_400"] < two["store_400"]
        self.command("z")
        assert self.check_numbers() == {id: round(r, 6) for id, r in self.ratios(self.before).items()}
        assert not self.find('[data-does="undo"]').is_enabled() and not self.rows()
        self.command("y")
        self.find('[data-does="redo"]').click()
        assert self.check_numbers() == two

    def test_drags_what_was_added(self):
        self.open()
        self.add_store()
        old = self.check_numbers()
        self.drag((1250, 310), (1300, 500), (1450, 650))
        assert self.ops() == ["add"] and self.check_numbers() != old
        lon, lat = self.features()[0]["geometry"]["coordinates"]
        assert abs(lon / town.M - 1450) < 15 and abs(lat / town.M - 650) < 15, (lon, lat)
        self.command("z")
        assert self.check_numbers() == old

    def test_answers_while_it_is_dragged(self):
        self.open()
        self.add_store()
        self.at(1250, 310).click_and_hold().perform()
        self.at(1300, 600).perform()
        self.idle()
        held = self.check_numbers()
        self.keys(Keys.ESCAPE)
        self.actions().release().perform()
        assert self.check_numbers() != held

    def test_moves_a_facility(self):
        self.open()
        self.drag((150, 110), (400, 200), (750, 100))
        [feature] = self.features()
        assert feature["properties"] == {"op": "move", "category": "store", "id": "s1", "name": "Corner shop"}
        self.check_numbers()
        self.drag((750, 100), (1000, 100))
        assert self.ops() == ["move"]
        self.check_numbers()

    def test_adds_by_outline(self):
        """A size is asked of parks: a park without one would not count."""
        self.open()
        Select(self.find("#category")).select_by_value("park")
        self.idle()
        self.tool("add")
        assert self.find('[data-does="outline"]').get_attribute("aria-pressed") == "true"
        self.draw("add", (1320, 520), (1390, 520), (1390, 590), (1320, 590))
        assert self.features()[0]["geometry"]["type"] == "Polygon"
        outline = self.check_numbers()
        assert outline["park_300"] > self.ratios(self.before)["park_300"]
        self.tool("choose")
        self.drag((1355, 555), (1200, 400), (1155, 355))
        assert self.ops() == ["add"] and self.check_numbers() != outline
        self.tool("add")
        self.find('[data-does="outline"]').click()
        self.click((1450, 650))
        assert self.features()[1]["geometry"]["type"] == "Point"
        self.check_numbers()

    def test_closes_and_reopens(self):
        self.open()
        self.tool("remove", (150, 110))
        assert self.ops() == ["remove"] and self.check_numbers()["store_400"] < self.ratios(self.before)["store_400"]
        assert self.find("#city .change.down").text.startswith("−")
        self.click((150, 110))
        assert self.ops() == [] and self.check_numbers()
        Select(self.find("#category")).select_by_value("park")
        self.idle()
        self.tool("remove", (250, 550))
        assert self.features()[0]["properties"]["id"] == "p1" and "park_300" not in self.check_numbers()
        self.find("#results tbody tr:last-child button").click()
        assert self.find("#city .big").text == "No data" and "no such facility" in self.find("#city").text

    def east(self):
        return [f["properties"]["store_400"] for f in self.check(self.features())["features"]][2:]

    def test_bridge(self):
        """Coverage crosses the railway; the points between the ends join nothing."""
        self.open()
        assert self.east() == [0, 0]
        self.draw("bridge", (803, 398), (850, 430), (897, 402))
        assert self.ops() == ["path"], self.ops()
        assert min(self.east()) > 0, (self.east(), self.features())
        ends = self.features()[0]["geometry"]["coordinates"]
        for wanted, (lon, lat) in zip(((800, 400), (900, 400)), (ends[0], ends[-1])):
            assert abs(lon - town.place(*wanted)[0]) < 1e-8 and abs(lat - town.place(*wanted)[1]) < 1e-8, "the ends are on streets"
        self.check_numbers()

    def test_path_joins_what_it_crosses(self):
        self.open()
        places = (800, 420), (1000, 460)
        self.draw("bridge", *places)
        over = self.check_numbers()["store_400"]
        self.command("z")
        self.draw("path", *places)
        assert self.features()[0]["geometry"]["type"] == "MultiLineString"
        assert self.check_numbers()["store_400"] > over

    def test_point_of_a_line_is_dragged(self):
        self.open()
        self.draw("bridge", (800, 400), (900, 400))
        self.tool("choose")
        self.drag((900, 400), (905, 500), (900, 600))
        [(x, y)] = self.features()[0]["geometry"]["coordinates"][1:]
        assert abs(x - town.place(900, 600)[0]) < 1e-8 and abs(y - town.place(900, 600)[1]) < 1e-8, (x, y)
        self.check_numbers()

    def test_wall_site_and_gates(self):
        self.open()
        self.draw("wall", (570, 250), (570, 650))
        assert self.features()[0]["geometry"]["type"] == "LineString"
        walled = self.check_numbers()
        assert walled["store_400"] < self.ratios(self.before)["store_400"]
        self.draw("area", (120, 60), (240, 60), (240, 240), (120, 240))
        assert self.features()[1]["geometry"]["type"] == "Polygon" and self.check_numbers()["store_400"] < walled["store_400"]
        self.tool("lock", (352, 700))
        assert self.ops() == ["close"] * 3 and self.features()[2]["geometry"]["type"] == "Point"
        self.check_numbers()

    def test_opens(self):
        """A bridge over a street is joined to it where they cross."""
        self.open()
        self.draw("bridge", (800, 420), (1000, 460))
        bridge = self.check_numbers()
        self.tool("open", (901, 442))
        assert self.ops() == ["path", "open"] and self.check_numbers()["store_400"] > bridge["store_400"]

    def test_what_does_nothing(self):
        """It stays in the list with the reason, and the rest is measured."""
        self.open()
        self.tool("open", (850, 600))
        self.add_store()
        assert len(self.rows()) == 2 and self.ops() == ["add"]
        assert "fault" in self.rows()[0].get_attribute("class") and "Left out" in self.rows()[0].text
        self.check_numbers()
        self.rows()[0].find_element(By.CSS_SELECTOR, '[data-does="delete"]').click()
        self.check_numbers()
        assert not self.find_all("#edits .fault")

    def test_switches(self):
        self.open()
        self.add_store()
        both = self.check_numbers()
        self.find("#edits input").click()
        assert self.check_numbers()["store_400"] < both["store_400"] and "off" in self.rows()[0].get_attribute("class")
        assert self.run("return document.activeElement.type") == "checkbox", "the focus is lost"
        self.keys(Keys.SPACE)
        assert self.check_numbers() == both
        self.keys(Keys.DELETE)
        self.check_numbers()
        assert not self.rows()

    def test_keyboard(self):
        """Space sets points in the middle of the map, Enter finishes, Escape ends, first the line and then the tool."""
        self.open()
        self.find('[data-does="tool-choose"]').send_keys(Keys.ARROW_RIGHT)
        assert self.run("return document.activeElement.dataset.does") == "tool-add"
        self.keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ENTER)
        assert self.run("return [draw.tool, document.activeElement.dataset.does]") == ["bridge", "tool-bridge"]
        assert self.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid", "the focus is not seen"
        for _ in range(9):
            if self.run("return document.activeElement.id") == "map":
                break
            self.keys(Keys.TAB)
        assert self.run("return document.activeElement.id") == "map"
        for x in (800, 900):
            lon, lat = town.place(x, 400)
            self.run("view.map.panTo([arguments[1], arguments[0]], {animate: false})", lon, lat)
            self.keys(Keys.SPACE)
        assert self.run("return getComputedStyle(by_id('cross')).display") == "block"
        assert self.run("return draw.points.length") == 2
        self.keys(Keys.ENTER)
        self.check_numbers()
        assert self.ops() == ["path"]
        self.keys(Keys.SPACE)
        self.keys(Keys.ESCAPE)
        assert self.run("return [draw.points.length, draw.tool]") == [0, "bridge"]
        self.keys(Keys.ESCAPE)
        assert self.run("return draw.tool") == "choose"
        self.keys(Keys.DELETE)
        self.check_numbers()
        assert self.ops() == [], "the edit that was drawn last is the chosen one"

    def test_moves_by_keyboard(self):
        self.open()
        self.find("#map").click()
        for place in ((150, 110), (450, 310)):
            lon, lat = town.place(*place)
            self.run("view.map.panTo([arguments[1], arguments[0]], {animate: false})", lon, lat)
            self.keys(Keys.SPACE)
        assert self.ops() == ["move"]
        lon, lat = self.features()[0]["geometry"]["coordinates"]
        assert abs(lon / town.M - 450) < 5 and abs(lat / town.M - 310) < 5, (lon, lat)
        self.check_numbers()

    def test_double_click_finishes(self):
        self.open()
        self.tool("wall", (570, 250))
        zoom = self.run("return view.map.getZoom()")
        self.at(570, 650).double_click().perform()
        assert len(self.features()[0]["geometry"]["coordinates"]) == 2 and self.run("return view.map.getZoom()") == zoom
        self.check_numbers()

    def test_controls_have_names(self):
        """What a screen reader says of every control; none has a key or a click in its text."""
        self.open()
        self.add_store()
        self.tool("add")
        self.find("#suggest summary").click()
        script = """
            const named = (e) => (e.getAttribute("aria-label") || e.innerText || [...(e.labels || [])].map((l) => l.innerText).join()).trim();
            return [...document.querySelectorAll("button, input, select, summary, [role]")].filter((e) => e.offsetParent && !named(e))
              .filter((e) => !["status", "alert", "columnheader", "gridcell"].includes(e.getAttribute("role"))).map((e) => e.outerHTML)"""
        assert self.run(script) == [], self.run(script)
        inline = "return [...document.querySelectorAll('*')].flatMap((e) => [...e.attributes]).filter((a) => a.name.startsWith('on')).map((a) => a.name)"
        assert self.run(inline) == []

    def test_two_plans(self):
        self.open()
        self.add_store()
        one = self.check_numbers("A")
        self.find('[data-does="plan-B"]').click()
        self.idle()
        self.find('[data-does="copy-plan"]').click()
        self.draw("bridge", (800, 400), (900, 400))
        other = self.check_numbers("B")
        assert self.shown("A") == one and other["store_400"] > one["store_400"]
        self.find('[data-does="plan-A"]').click()
        assert self.check_numbers("A") == one and self.shown("B") == other
        self.driver.refresh()
        self.idle()
        assert self.shown("A") == one and self.shown("B") == other, "both plans after a reload"

    def test_reload(self):
        self.open()
        self.add_store()
        self.draw("bridge", (800, 400), (900, 400))
        wanted, features = self.check_numbers(), self.features()
        self.driver.refresh()
        assert self.check_numbers() == wanted and self.features() == features
        self.run("localStorage.clear()")
        self.driver.refresh()
        assert self.check_numbers() == wanted and self.features() == features, "what the server has"

    def test_saves(self):
        self.open()
        self.add_store()
        self.draw("bridge", (800, 400), (900, 400))
        wanted = self.check_numbers()
        self.call("PUT", "/api/edits", {"type": "FeatureCollection", "features": []})  # another page
        down = self.folder / "down"
        down.mkdir(exist_ok=True)
        for old in down.iterdir():
            old.unlink()
        self.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(down)})
        for what, name in (("edits", "edits-a.geojson"), ("report", "report-a.geojson"), ("note", "note-a.md")):
            self.find(f'[data-does="save-{what}"]').click()
            WebDriverWait(self.driver, WAIT_S).until(lambda d: (down / name).exists())
            self.wait("by_id('answer').textContent.includes(arguments[0])", name)
        edits = json.loads((down / "edits-a.geojson").read_text(encoding="utf-8"))["features"]
        report = json.loads((down / "report-a.geojson").read_text(encoding="utf-8"))
        again = self.check(edits)
        assert {id: round(r, 6) for id, r in self.ratios(again).items()} == wanted
        assert report["features"] == again["features"], "the report is that of the saved edits"
        assert "store" in (down / "note-a.md").read_text(encoding="utf-8").lower()

    def test_gained_and_lost(self):
        """What is drawn is the difference of the numbers, in square metres."""
        self.open()
        self.tool("remove", (150, 110))
        self.add_store()
        self.check_numbers()
        old, new = self.before["lifecircle"]["indicators"][0], self.check(self.features())["lifecircle"]["indicators"][0]
        gained, lost = (float(self.find(f"#change .{kind}").get_attribute("data-area")) for kind in ("gained", "lost"))
        assert gained > 0 and lost > 0
        wanted = new["covered"] - old["covered"]
        assert abs(gained - lost - wanted) < 0.02 * (gained + lost), (gained, lost, wanted)
        assert self.run("return change.layer.getLayers().map((l) => l.getLayers().length > 0)") == [True, True]

    def test_suggests(self):
        self.open()
        self.run("view.map.setView([0.0036, 0.0036], view.map.getZoom() + 2, {animate: false})")
        self.find("#suggest summary").click()
        number = self.find("#suggest input")
        number.clear()
        number.send_keys("2", Keys.TAB)
        self.find('[data-does="suggest-go"]').click()
        self.idle()
        assert len(self.find_all("#suggest li")) == 2
        box = self.run("const b = by_id('map').getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]")
        for pin in self.find_all(".site-pin"):
            x, y = pin.rect["x"], pin.rect["y"]
            assert box[0] <= x <= box[2] and box[1] <= y <= box[3], "a site is out of sight"
        self.find('[data-does="accept-0"]').click()
        self.idle()
        assert self.ops() == ["add"] and len(self.find_all("#suggest li")) == 1
        assert self.check_numbers()["store_400"] > self.ratios(self.before)["store_400"]

    def test_newest_counts(self):
        """Many changes at once: the numbers are those of the last."""
        self.open()
        self.tool("add")
        for k in range(6):
            self.at(1000 + 80 * k, 300).click().perform()
        self.check_numbers()
        assert self.ops() == ["add"] * 6

    def test_chinese(self):
        self.load("&lang=zh")
        self.add_store()
        assert self.driver.title == "虚构小城" and "方案 A，1 项编辑" in self.find("#answer").text
        english = "return /[A-Za-z]{4,}/.exec([...document.querySelectorAll('#tools, #plans, #results, #suggest, #state')].map((e) => e.innerText).join().replace(/store|park/g, ''))"
        assert self.run(english) is None, self.run(english)
        self.find("#language").click()
        assert "Plan A, 1 edit" in self.find("#answer").text and "Added" in self.rows()[0].text

    def test_indicator(self):
        """Another indicator brings its category, its change and its numbers."""
        self.open()
        self.add_store()
        Select(self.find("#indicator")).select_by_value("2")
        self.idle()
        assert self.run("return [draw.category, existing.category]") == ["park", "park"]
        assert self.find("#city .change.none").text == "no change"
        self.find("#results tbody tr:first-child button").click()
        assert self.find("#city .change.up").is_displayed()
        self.idle()
        assert self.run("return draw.category") == "store"

    def test_many_communities(self):
        """Of more than 20,000 the page has numbers in steps, as texts: edits change them all the same."""
        folder = self.folder / "many"
        town.main(folder, 100, 101)
        server = test_server.Server(self.program, folder)
        try:
            page = Page(self.driver, self.program, folder, server)
            page.open()
            assert page.run("return DATA.steps.ratio") == 100
            page.add_store()
            page.idle()
            report = page.check(page.features())
            assert page.shown() == {id: round(ratio, 6) for id, ratio in self.ratios(report).items()}
            wanted = [1e6 * feature["properties"]["store_400"] for feature in report["features"]]
            assert len(wanted) > 20000 and max(abs(a - b) for a, b in zip(page.run("return DATA.values[0].ratio"), wanted)) <= 50
            assert page.find("#city .change.up").text.startswith("+")
            assert page.run("return change_of(DATA.communities.id.indexOf('e1'), 0)") is not None
        finally:
            self.opened = None
            server.stop()

    def test_planes(self):
        """Where four planes meet the page has the paths and facilities of all, each once; an edit in the middle is of all four."""
        folder = self.folder / "planes"
        folder.mkdir(exist_ok=True)
        made = check_planes.write_town(random.Random(2), True, folder)
        server = test_server.Server(self.program, folder, "--quiet")
        try:
            page = Page(self.driver, self.program, folder, server)
            page.open()
            assert len(page.run("return DATA.communities.id")) == 4
            length = sum(math.dist(a, b) for _, _, a, b in made.segments())
            shown = page.run("""
                const data = JSON.parse(by_id("paths").textContent);
                let length = 0, last = [];
                decode(data.lines, data.unit, (arc, x, y) => {
                    if (arc === last[0]) length += Math.hypot(x - last[1], y - last[2]);
                    last = [arc, x, y];
                });
                return length""")
            assert abs(shown / length - 1) < 0.02, (shown, length)  # less what is too short a component
            page.add_store(40, 60)
            report = page.check(page.features())
            assert report["lifecircle"]["parameters"]["planes"] == 4 and page.ops() == ["add"]
            assert page.shown() == {id: round(ratio, 6) for id, ratio in self.ratios(report).items()}
            assert self.ratios(report) != self.ratios(page.before)
        finally:
            self.opened = None
            server.stop()

    def test_phone(self):
        metrics = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
        try:
            for language in ("en", "zh"):
                self.load(f"&lang={language}")
                assert self.run("return [document.scrollingElement.scrollWidth, innerWidth]") == [390, 390]
            self.find('[data-does="tool-add"]').click()
            self.tap(1250, 310)
            self.check_numbers()
            assert self.ops() == ["add"]
            self.touch_drag((1250, 310), (1300, 450), (1400, 650))
            assert self.ops() == ["add"] and abs(self.features()[0]["geometry"]["coordinates"][0] / town.M - 1400) < 40
            self.check_numbers()
        finally:
            self.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
            self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
            self.opened = None

    def touch(self, kind, x=None, y=None):
        points = []
        if x is not None:
            [(left, top)] = self.in_window((x, y))
            points = [{"x": left, "y": top}]
        self.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def tap(self, x, y):
        self.touch("touchStart", x, y)
        self.touch("touchEnd")
        self.wait("edits_now().length")
        self.idle()

    def touch_drag(self, start, *places):
        self.touch("touchStart", *start)
        for place in places:
            self.touch("touchMove", *place)
        self.touch("touchEnd")
        self.idle()

    def test_zz_server_gone(self):
        """The last test: the page says so, and keeps the edits."""
        self.open()
        self.add_store()
        self.server.stop()
        self.find('[data-does="tool-add"]').click()
        self.click((1450, 650))
        self.wait("!by_id('trouble').hidden")
        assert "does not answer" in self.find("#trouble").text and len(self.rows()) == 2


# These open other pages, and come after those that share one.
OTHER_PAGES = ("test_chinese", "test_many_communities", "test_phone", "test_planes", "test_token", "test_zz_server_gone")
EXPECTED = re.compile(r"status of (400|401)|ERR_CONNECTION_REFUSED|Failed to load resource")


def main(program, folder):
    town.main(folder)
    failed = 0
    server = test_server.Server(program, folder)
    only = sys.argv[3:]
    try:
        with test_map.browser() as driver:
            page = Page(driver, program, folder, server)
            names = [name for name in dir(Page) if name.startswith("test_") and (not only or name in only)]
            for name in sorted(names, key=lambda name: name in OTHER_PAGES):
                start = time.monotonic()
                try:
                    getattr(page, name)()
                    errors = [e for e in driver.get_log("browser") if e["level"] == "SEVERE" and not EXPECTED.search(e["message"])]
                    assert not errors, errors
                    print(f"ok      {name} ({time.monotonic() - start:.1f} s)", flush=True)
                except (AssertionError, WebDriverException, subprocess.CalledProcessError, ValueError, IndexError) as error:
                    failed += 1
                    page.opened = None
                    line = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == __file__][-1]
                    print(f"FAILED  {name}, line {line.lineno}: {type(error).__name__} {str(error)[:600] or line.line}", flush=True)
                    driver.get_log("browser")
    finally:
        server.stop()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
