#!/usr/bin/env python3
"""The map in a browser: test_map.py LIFECIRCLE FOLDER

Makes a small city and its map in FOLDER, opens it in Chromium without a window, and holds what it shows against the report.
Needs Debian's chromium, chromium-driver and python3-selenium; without them it fails and says so.
"""
import contextlib
import http.server
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import make_city
import page_state

try:
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import Select, WebDriverWait
except ImportError:
    sys.exit("test_map: python3-selenium is missing; run scripts/setup --tests")

MOVE_MS = 33  # two frames for a move of the mouse, and not Selenium's quarter of a second
COLOURS = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"]
NASTY = '</script><script>document.title="broken"</script> & "社区"'

# -------------------------------------------------------------------- pages


def make_page(program, folder):
    """A city of 6 x 5 communities: one with a name that would break a page, one indicator without data."""
    make_city.main(folder, 6, 5, 4)
    communities = json.loads((folder / "communities.geojson").read_text(encoding="utf-8"))
    communities["features"][3]["properties"]["name"] = NASTY
    make_city.write(folder / "communities.geojson", communities["features"])
    with (folder / "profile.yaml").open("a", encoding="utf-8") as profile:
        profile.write(
            "  - {id: nothing, title: {en: Nothing, zh: 无}, category: nothing, distance_m: 500, metric: network,"
            " denominator: area}\n"
        )
    for name, options in (
        ("map.html", ["--output", "report.geojson", "--threads", "1"]),
        ("again.html", ["--lang", "zh", "--threads", "3"]),
    ):
        subprocess.run(
            [program, "check", "city.yaml", "--no-fail", "--quiet", "--html", name, *options], cwd=folder, check=True
        )
    assert (folder / "map.html").read_bytes() == (folder / "again.html").read_bytes(), "two runs, two pages"
    return json.loads((folder / "report.geojson").read_text(encoding="utf-8"))


@contextlib.contextmanager
def browser(logs=("browser",)):
    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
            "--disable-component-update", "--disable-sync", "--lang=en-US", f"--user-data-dir={profile}",
            "--window-size=1300,900", "--hide-scrollbars",
            "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess",
        ):  # fmt: skip
            options.add_argument(argument)
        # Pages of Chromium's own, which it opens or makes ready: they take more than its start.
        options.add_experimental_option("prefs", {"session": {"restore_on_startup": 4, "startup_urls": ["about:blank"]}})
        options.set_capability("goog:loggingPrefs", dict.fromkeys(logs, "ALL"))
        try:
            driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        except WebDriverException as error:
            sys.exit(f"test_map: Chromium does not start; run scripts/setup --tests\n{error}")
        try:
            yield driver
        finally:
            driver.quit()


def requests(driver):
    """Addresses that the page has asked for since the last call."""
    events = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]


# -------------------------------------------------------------------- tests

# The map as it was opened, by what it does itself where it can.
RESET = page_state.RESET + """
    const [indicator, layers] = arguments;
    by_id("search").value = "";
    by_id("about").open = false;
    by_id("swipe").value = 500;
    Object.assign(table, { sort: "ratio", down: false, focus: 0 });
    chosen.layers = new Set(layers);
    choose_community(-1);
    draw_layers();
    choose_indicator(indicator);
    draw_ground();
    document.querySelectorAll(".scroll, aside").forEach((e) => (e.scrollTop = 0));"""


class Map:
    def __init__(self, driver, report, url):
        self.driver, self.report, self.url = driver, report, url
        self.is_open, self.opened = False, {}  # one that can be brought back; by address, what maps were when they were opened
        self.features = [feature["properties"] for feature in report["features"]]
        self.indicators = report["lifecircle"]["indicators"]

    def open(self, address=""):
        """As it is when it is opened. From the second time on it is brought back to that in place, and held to it."""
        if not self.is_open or address not in self.opened:
            self.load(address)
            self.is_open = True
            if address not in self.opened:
                view, chosen = self.run(page_state.VIEW), self.run("return [chosen.indicator, [...chosen.layers]]")
                self.opened[address] = chosen, view, self.run(page_state.RESET_VIEW + page_state.state(), *view)
            return
        chosen, view, before = self.opened[address]
        self.run(RESET, *chosen)
        self.settle()
        now = self.run(page_state.RESET_VIEW + page_state.state(), *view)
        assert now == before, f"the map is not as it was opened: {page_state.difference(before, now)}"

    def load(self, address=""):
        """Anew, for what does not leave it as it can be brought back."""
        self.is_open = False
        self.driver.get("about:blank")
        self.driver.get(self.url + address)
        self.settle()

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def settle(self):
        """Until the canvases are drawn: Leaflet draws in animation frames."""
        self.driver.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))"
        )

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector):
        return self.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText)", selector)

    def choose(self, indicator):
        Select(self.find("#indicator")).select_by_value(str(self.ids().index(indicator)))
        self.settle()

    def ids(self):
        return [indicator["id"] for indicator in self.indicators]

    def place(self, community):
        """Where the community's name stands, in pixels of the map."""
        return self.run(
            "const p = view.map.latLngToContainerPoint(name_of(arguments[0]).at); return [p.x, p.y]", community
        )

    def pixels(self):
        """The colours of all communities on their canvas, as (red, green, blue, alpha)."""
        script = """
            const canvas = view.base._container, origin = L.DomUtil.getPosition(canvas);
            const scale = canvas.width / canvas.clientWidth, pen = canvas.getContext("2d");
            return DATA.communities.id.map((id, c) => {
              const p = view.map.latLngToLayerPoint(name_of(c).at);
              return [...pen.getImageData((p.x - origin.x) * scale, (p.y - origin.y) * scale, 1, 1).data];
            })"""
        return self.run(script)

    def click_map(self, community):
        x, y = self.place(community)
        stage, size = self.find("#map"), self.run("const s = view.map.getSize(); return [s.x, s.y]")
        ActionChains(self.driver, duration=MOVE_MS).move_to_element_with_offset(stage, x - size[0] / 2, y - size[1] / 2).click().perform()

    def chosen(self):
        return self.run("return chosen.community")

    # ------------------------------------------------------------- loading

    def test_loads_alone(self):
        self.is_open = False
        requests(self.driver)
        self.open()
        asked = [address for address in requests(self.driver) if not address.startswith(("data:", "about:"))]
        assert asked == [self.url], asked
        assert self.driver.title == "Made city", self.driver.title
        assert self.run("return N") == len(self.features)
        assert self.run("return DATA.communities.name[3]") == NASTY

    def test_same_borders(self):
        """Two communities that share a border are drawn with the same points on it."""
        rings = self.run("return decode_layer(DATA.shapes.communities, DATA.shapes.unit).map((p) => p[0][0])")
        left, above = ({tuple(point) for point in ring} for ring in (rings[0], rings[1]))
        assert len(left & above) >= 5, (len(left), len(above), len(left & above))

    # ------------------------------------------------------------- colours

    def test_recolours(self):
        self.open("#layers=none")
        for indicator in ("c0_network", "c0_straight", "c1_straight"):
            self.choose(indicator)
            classes = set()
            for properties, (red, green, blue, alpha) in zip(self.features, self.pixels()):
                expected = min(4, int(properties[indicator] * 5 + 1e-9))
                wanted = tuple(int(COLOURS[expected][k : k + 2], 16) for k in (1, 3, 5))
                assert all(abs(a - b) <= 4 for a, b in zip((red, green, blue), wanted)) and alpha > 200, (
                    indicator, properties["id"], properties[indicator], (red, green, blue, alpha), wanted)  # fmt: skip
                classes.add(expected)
            assert len(classes) >= 3, "the made city should show several classes"

    def test_no_data(self):
        self.open("#layers=none")
        self.choose("nothing")
        assert not any(pixel[:3] == [255, 255, 204] for pixel in self.pixels()), "no data is drawn as 0"
        assert self.find("#city .big").text == "No data"
        assert set(self.texts("td.ratio")) == {"No data"}
        assert "the category has no source" in self.find("#city").text

    # ------------------------------------------------------------- details

    def check_detail(self, community):
        properties = self.features[community]
        assert self.chosen() == community, (self.chosen(), community)
        assert self.find("#detail h2").text == properties["name"]
        items = self.run("""return [...document.querySelectorAll("#detail li")].map((e) =>
            [e.dataset.indicator, e.innerText, (e.querySelector(".ratio") || e).dataset.value])""")
        assert len(items) == len(self.indicators)
        for name, text, value in items:
            if properties[name] is None:
                assert "No data" in text
                continue
            assert value == f"{properties[name]:.6f}"
            for shown in (
                f"{100 * properties[name]:.2f} %",
                f"± {100 * properties[name + '_err']:.2f} %",
                f"Off net {100 * properties[name + '_offnet']:.1f} %",
            ):
                assert shown in text, (shown, text)
            mean = properties[name + "_mean_m"]
            metres = float(text.split("Mean ")[1].split(" m")[0]) if mean is not None else None
            assert mean is None or abs(metres - mean) <= 0.51, (mean, text)
            verdict = {"met": "✓ met", "missed": "✗ missed"}[properties[name + "_verdict"]]
            assert verdict in text and "unverified" in text, text

    def test_click_on_map(self):
        self.open("#layers=none")
        for community in (7, 3):
            self.click_map(community)
            self.check_detail(community)
        row = self.find(f'tr[data-community="{self.features[3]["id"]}"]')
        assert row.get_attribute("aria-selected") == "true"

    def test_click_in_table(self):
        self.open()
        row = self.find("#rows tr:nth-child(4)")
        community = [f["id"] for f in self.features].index(row.get_attribute("data-community"))
        row.click()
        self.check_detail(community)
        self.find("#detail .close").click()
        assert self.chosen() == -1 and not self.find("#detail").is_displayed()

    def test_city(self):
        self.open()
        for indicator in self.indicators[:2]:
            self.choose(indicator["id"])
            assert self.find("#city .big").get_attribute("data-value") == f"{indicator['ratio']:.6f}"
            assert f"City target {100 * indicator['target']:.0f} %" in self.find("#legend").text
            assert f"Community target {100 * indicator['community_target']:.0f} %" in self.find("#legend").text
            met, missed = indicator["communities_met"], indicator["communities_missed"]
            assert f"{met} meet their target, {missed} miss it" in self.find("#city").text

    # --------------------------------------------------------------- table

    def column(self):
        return self.run('return [...document.querySelectorAll("#rows tr")].map((row) => row.dataset.community)')

    def test_sorts(self):
        self.open("#indicator=c1_straight")
        ratio = {f["id"]: f["c1_straight"] for f in self.features}
        shares = [ratio[id] for id in self.column()]
        assert shares == sorted(shares)
        button = self.find('[data-column="ratio"] button')
        button.click()
        shares = [ratio[id] for id in self.column()]
        assert shares == sorted(shares, reverse=True)
        assert self.find('[data-column="ratio"]').get_attribute("aria-sort") == "descending"

    def test_searches(self):
        self.open()
        box = self.find("#search")
        box.send_keys("第12社")
        wanted = [f["id"] for f in self.features if "第12社" in f["name"]]
        assert wanted and self.column() == wanted, self.column()
        assert self.find("#found").text == f"1 of {len(self.features)} communities"
        box.clear()
        box.send_keys("002")
        assert sorted(self.column()) == [f["id"] for f in self.features if "002" in f["id"]]
        box.send_keys("nowhere")
        assert self.column() == []

    def test_search_and_enter(self):
        """Enter chooses the first that was found, and its numbers do not cover it."""
        self.open()
        self.find("#search").send_keys("第12社", Keys.ENTER)
        community = next(i for i, f in enumerate(self.features) if "第12社" in f["name"])
        self.check_detail(community)
        free = self.run(
            "const b = bounds_of(chosen.community), p = view.map.latLngToContainerPoint(b.getSouthEast());"
            "return [p.x, view.map.getSize().x, by_id('detail').getBoundingClientRect().left - by_id('map').getBoundingClientRect().right]"
        )
        assert free[0] <= free[1] and free[2] >= -1, free

    def test_legend_covers_nothing(self):
        self.open()
        gap = self.run("return by_id('legend').getBoundingClientRect().top - by_id('map').getBoundingClientRect().bottom")
        assert gap >= -1, gap

    def test_menu_tells_what_has_no_data(self):
        self.open()
        option = self.run("return [...by_id('indicator').options].map((o) => o.text).filter((t) => t.startsWith('Nothing'))")
        assert option == ["Nothing — No data"], option

    def test_walk_beside_line(self):
        """The other metric's colours are on the right of the bar, and follow it."""
        self.open("#indicator=c1_network&layers=twin")
        twin = self.run("return INDICATORS[twin_of(chosen.indicator)].id")
        assert twin == "c1_straight", twin
        clip = self.run("return view.map.getPane('twin').style.clip")
        self.run("by_id('swipe').value = 100; by_id('swipe').dispatchEvent(new Event('input'))")
        moved = self.run("return view.map.getPane('twin').style.clip")
        assert clip.startswith("rect(") and moved != clip, (clip, moved)
        assert self.find("#twin_right").text == "straight line"
        self.find('[data-layer="twin"]').click()
        assert not self.find("#swipe").is_displayed()

    def test_ground(self):
        """Streets are drawn from the report's own data: as many lines as its network has paths near the communities."""
        self.open("#layers=ground")
        lines = self.run("return view.lines.reduce((n, lines) => n + lines.length, 0)")
        assert lines == self.report["lifecircle"]["network"]["edges"], lines
        assert not self.driver.find_elements(By.CSS_SELECTOR, '[data-layer="slopes"]'), "no walking cost counts"

    def test_keyboard(self):
        self.open()
        self.find("#search").send_keys(Keys.TAB)
        order = self.column()
        focused = self.driver.switch_to.active_element
        assert focused.get_attribute("data-community") == order[0], focused.tag_name
        ActionChains(self.driver).send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER).perform()
        self.check_detail([f["id"] for f in self.features].index(order[2]))
        outline = self.run("return getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", "the focus is not seen"
        ActionChains(self.driver).send_keys(Keys.END).perform()
        assert self.driver.switch_to.active_element.get_attribute("data-community") == order[-1]
        ActionChains(self.driver).send_keys(Keys.ESCAPE).perform()
        assert self.chosen() == -1
        ActionChains(self.driver).send_keys(Keys.HOME, Keys.ARROW_UP, Keys.ARROW_RIGHT, Keys.ENTER).perform()
        assert self.find('[data-column="ratio"]').get_attribute("aria-sort") == "descending", "the head is not reached"

    # -------------------------------------------------------------- layers

    def drawn(self):
        """How many pixels the canvases over the communities show."""
        script = """
            let n = 0;
            for (const canvas of [view.overlay, view.points].map((renderer) => renderer._container)) {
              if (!canvas || !canvas.width) continue;
              const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              for (let i = 3; i < data.length; i += 4) n += data[i] > 0;
            }
            return n"""
        self.settle()
        return self.run(script)

    def test_layers(self):
        self.open("#layers=none")
        assert self.drawn() == 0
        for layer in ("areas", "gaps", "facilities"):
            box = self.find(f'[data-layer="{layer}"]')
            box.click()
            assert self.drawn() > 500, layer
            box.click()
            assert self.drawn() == 0, layer

    def test_facility(self):
        self.open("#layers=facilities&indicator=c1_straight")
        script = """
            const f = view.facilities[0], p = view.map.latLngToContainerPoint(f.at), s = view.map.getSize();
            return [p.x - s.x / 2, p.y - s.y / 2, f.served, f.name.en, view.facilities.length]"""
        x, y, served, name, count = self.run(script)
        assert count > 3 and served > 0
        ActionChains(self.driver, duration=MOVE_MS).move_to_element_with_offset(self.find("#map"), x, y).perform()
        shown = f"{served / 1e6:.2f} km²" if served >= 1e5 else f"{served} m²"
        hint = self.find(".hint").text
        assert name in hint and f"serves {shown}" in hint, (hint, name, shown)
        # Within 500 m in a straight line, and so no more than the circle.
        assert served <= 3.1416 * 500**2 * 1.03, served

    # ------------------------------------------------------------ language

    def test_chinese(self):
        self.open()
        assert self.run("return document.documentElement.lang") == "en"
        self.find("#language").click()
        assert self.driver.title == "虚构城市"
        assert self.run("return document.documentElement.lang") == "zh-CN"
        assert "设施0 300米" in self.find("#indicator").text and "覆盖率" in self.find("#columns").text
        english = "return /[A-Za-z]{4,}/.exec(document.querySelector('main').innerText.replace(/network|straight|made|sha256|Leaflet|geojson/g, ''))"
        left = self.run(english)
        assert left is None or left[0] in NASTY, left
        self.load("?lang=zh")
        assert self.driver.title == "虚构城市"
        agent = self.run("return navigator.userAgent")
        self.driver.execute_cdp_cmd("Network.setUserAgentOverride", {"userAgent": agent, "acceptLanguage": "zh-CN"})
        self.load()
        assert self.driver.title == "虚构城市", "a Chinese browser gets English"
        self.driver.execute_cdp_cmd("Network.setUserAgentOverride", {"userAgent": agent, "acceptLanguage": "en-US"})

    def test_about(self):
        self.open()
        self.find("#about summary").click()
        text = self.find("#about_text").text
        for entry in self.report["lifecircle"]["inputs"]:
            assert entry["file"] in text and entry["sha256"] in text, entry
        for warning in self.report["lifecircle"]["warnings"]:
            assert warning["message"] in text, warning

    # --------------------------------------------------------------- sizes

    def test_phone(self):
        metrics = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        for language in ("en", "zh"):
            self.load(f"?lang={language}#community={self.features[7]['id']}")
            width = self.run("return [document.scrollingElement.scrollWidth, innerWidth]")
            assert width == [360, 360], width
            assert self.run("return view.map.getSize().y") >= 300
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def test_less_motion(self):
        """Where the system asks for less motion the map is where it goes at once; otherwise it glides."""
        script = """
            const { map } = view, zoom = map.getZoom(), at = () => L.DomUtil.getPosition(map.getPane("mapPane")).x;
            const from = at();
            map.panBy([50, 0]);
            const moved = at() - from;
            map.setZoom(zoom + 1);
            return [moved, map.getZoom() - zoom, map.options.fadeAnimation, map.options.inertia]"""
        try:
            for wanted, found in (("no-preference", [0, 0, True, True]), ("reduce", [-50, 1, False, False])):
                media = {"features": [{"name": "prefers-reduced-motion", "value": wanted}]}
                self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
                self.load()
                assert self.run(script) == found, wanted
        finally:
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def test_print(self):
        self.open("#layers=gaps,facilities")
        self.run("addEventListener('beforeprint', () => (window.colours = (() => {"
                 "const p = view.printed, data = p.getContext('2d').getImageData(0, 0, p.width, p.height).data;"
                 "const found = new Set(); for (let i = 0; i < data.length; i += 40) found.add(data.slice(i, i + 3).join());"
                 "return found.size })()))")  # fmt: skip
        pdf = self.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
        assert len(pdf["data"]) > 20000
        assert self.run("return window.colours") > 10, "the printed map is empty"


def test_tiles(driver, program, folder):
    """Tiles are asked for at the address that was given, and nowhere else."""

    class NoTiles(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(404)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), NoTiles) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_port}"
        subprocess.run(
            [program, "check", "city.yaml", "--no-fail", "--quiet", "--html", "tiles.html", "--tiles",
             host + "/t/{z}/{x}/{y}.png", "--tiles-attribution", "Tiles <b>by</b> us"], cwd=folder, check=True
        )  # fmt: skip
        driver.get((folder / "tiles.html").as_uri())
        asked = WebDriverWait(driver, 20).until(
            lambda d: [address for address in requests(d) if address.startswith(host + "/t/")]
        )
        assert all(address.endswith(".png") for address in asked), asked
        assert "Tiles <b>by</b> us" in driver.find_element(By.CSS_SELECTOR, ".leaflet-control-attribution").text
        server.shutdown()


def main(program, folder):
    folder.mkdir(parents=True, exist_ok=True)
    report = make_page(program, folder)
    failed = 0
    with browser(("browser", "performance")) as driver:
        page = Map(driver, report, (folder / "map.html").as_uri())
        for name in [name for name in dir(Map) if name.startswith("test_")]:
            start = time.monotonic()
            try:
                getattr(page, name)()
                errors = [entry for entry in driver.get_log("browser") if entry["level"] != "INFO" and entry["source"] != "rendering"]
                assert not errors, errors
                print(f"ok      {name} ({time.monotonic() - start:.1f} s)")
            except (AssertionError, WebDriverException) as error:
                failed += 1
                page.is_open = False
                print(f"FAILED  {name}: {type(error).__name__} {str(error).splitlines()[0] if str(error) else error!r}")
        test_tiles(driver, program, folder)
        print("ok      test_tiles")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
