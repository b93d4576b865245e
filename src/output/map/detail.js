/* ------------------------------------------------------------------ legend */

/* A share as a bar with the target marked on it. */
function bar(millionths, target) {
  const fill = make("i"), whole = make("span", "bar", fill);
  fill.style.width = millionths / 1e4 + "%";
  fill.style.background = CLASS_COLOUR[class_of(millionths)];
  if (target !== null) {
    const mark = make("b");
    mark.style.left = 100 * target + "%";
    whole.append(mark);
  }
  whole.setAttribute("aria-hidden", "true");
  return whole;
}

function target_mark(target, text, below) {
  const mark = make("span", below ? "target below" : "target", text);
  mark.style.left = 100 * target + "%";
  mark.style.transform = `translateX(${-100 * target}%)`;
  const line = make("span", "target-line");
  line.style.left = 100 * target + "%";
  return [mark, line];
}

function draw_legend() {
  const indicator = INDICATORS[chosen.indicator], scale = make("div", "scale"), ticks = make("div", "ticks");
  CLASS_COLOUR.forEach((colour) => {
    const swatch = make("span");
    swatch.style.background = colour;
    scale.append(swatch);
  });
  for (let tick = 0; tick <= 100; tick += 20) ticks.append(make("span", "", String(tick)));
  const whole = make("div", "scale-box", scale, ticks);
  if (indicator.target !== null)
    whole.append(...target_mark(indicator.target, `${tr("city_target")} ${percent(1e6 * indicator.target, 0)}`, false));
  if (indicator.community_target !== null)
    whole.append(...target_mark(indicator.community_target,
      `${tr("community_target")} ${percent(1e6 * indicator.community_target, 0)}`, true));
  const keys = make("ul", "keys", make("li", "", make("i", "key no-data"), tr("no_data")));
  if (DATA.communities.id.some((id, c) => is_mostly_off(value_of(c, chosen.indicator))))
    keys.append(make("li", "", make("i", "key off-network"), tr("mostly_off")));
  if (chosen.layers.has("slopes") && has_layer("slopes"))
    SLOPE_COLOUR.forEach((colour, k) => {
      if (!DATA.ground.paths[k].arcs) return;
      const line = make("i", "key slope");
      line.style.background = colour;
      keys.append(make("li", "", line, tr("slopes")[k]));
    });
  for (const layer of ["areas", "gaps", "facilities"])
    if (chosen.layers.has(layer) && has_layer(layer))
      keys.append(make("li", "", make("i", "key " + layer), tr("layer_" + layer)));
  by_id("legend").replaceChildren(make("div", "what", make("h2", "", either(indicator.title)),
    make("p", "", tr(is_supply(chosen.indicator) ? "unit_supply" : "unit_percent"))), whole, keys);
  by_id("legend").classList.toggle("has-target", indicator.target !== null);
  by_id("legend").classList.toggle("has-community-target", indicator.community_target !== null);
}

/* -------------------------------------------------------------------- city */

function verified_mark(indicator) {
  if (!indicator.verified) return null;
  const mark = make("span", "verified " + indicator.verified, tr(indicator.verified));
  if (indicator.source) mark.title = indicator.source;
  return mark;
}

function verdict_badge(verdict) {
  const kind = { "+": "met", "!": "missed", "-": "open", "?": "open" }[verdict];
  return make("span", "badge " + kind, verdict_text(verdict));
}

function target_line(target, label, verdict, indicator) {
  if (target === null) return null;
  return make("p", "target-text", `${label} ${percent(1e6 * target, 0)} `, verdict && verdict_badge(verdict), " ",
    verified_mark(indicator));
}

function draw_city() {
  const indicator = INDICATORS[chosen.indicator], box = by_id("city");
  if (indicator.ratio === null) {
    box.replaceChildren(make("p", "big none", tr("no_data")), make("p", "", city_reason()));
    return;
  }
  const ratio = Math.round(1e6 * indicator.ratio), i = chosen.indicator, big = make("span", "big", amount(ratio, 1, i));
  big.dataset.value = indicator.ratio.toFixed(6);
  const counts = indicator.communities_met + indicator.communities_missed > 0 ?
    make("p", "", tr("communities_met")(indicator.communities_met, indicator.communities_missed)) : null;
  box.replaceChildren(...[
    make("p", "headline", big, ` ${tr(is_supply(i) ? "of_supply" : "of_" + indicator.denominator)}`),
    bar(scaled(ratio, i), indicator.target),
    target_line(indicator.target, tr("city_target"), VERDICT_CODE[indicator.verdict], indicator) ||
      make("p", "quiet", tr("no_target"), " ", verified_mark(indicator)),
    indicator.target_note && make("p", "quiet", either(indicator.target_note)),
    target_line(indicator.community_target, tr("community_target"), null, indicator),
    counts,
    make("p", "quiet", `${tr("community_mean")} ${amount(1e6 * indicator.mean_ratio, 1, i)} · ` +
      `± ${percent(1e6 * indicator.err, 2)}` +
      (indicator.offnet === null ? "" : ` · ${tr("offnet")} ${percent(1e6 * indicator.offnet, 1)}`)),
    charts_of(indicator), ...extra.city(i),
  ].filter(Boolean));
}

function city_reason() {
  const reason = numbers_of(chosen.indicator).ratio.find((ratio) => typeof ratio === "string");
  return reason ? reason_text(reason) : "";
}

/* ------------------------------------------------------------------ detail */

function detail_value(c, i) {
  const indicator = INDICATORS[i], value = value_of(c, i);
  const title = make("button", "title", either(indicator.title));
  title.type = "button";
  title.addEventListener("click", () => choose_indicator(i));
  const item = make("li", i === chosen.indicator ? "current" : "", title);
  item.dataset.indicator = indicator.id;
  if (value.ratio === null) {
    item.append(make("p", "none", `${tr("no_data")}: ${reason_text(value.reason)}`));
    return item;
  }
  const number = make("b", "ratio", amount(value.ratio, 2, i));
  number.dataset.value = (value.ratio / 1e6).toFixed(6);
  item.append(make("p", "numbers", bar(scaled(value.ratio, i), indicator.community_target),
    make("span", "", number, ` ± ${percent(value.err, 2)}`), extra.value(c, i),
    make("span", "", `${tr("offnet_short")} ${percent(value.offnet, 1)}`),
    make("span", "", `${tr("mean_short")} ${distance(value.mean)}`)));
  const target = target_line(indicator.community_target, tr("target"), value.verdict, indicator);
  if (target) item.append(target);
  return item;
}

function draw_detail() {
  const box = by_id("detail"), c = chosen.community;
  box.hidden = c < 0;
  document.querySelector(".stage").classList.toggle("has-detail", c >= 0);
  if (c < 0) {
    box.replaceChildren();
    return;
  }
  const communities = DATA.communities, close = make("button", "close", "×");
  close.type = "button";
  close.setAttribute("aria-label", tr("close"));
  close.addEventListener("click", () => choose_community(-1));
  const facts = [`${tr("id")} ${communities.id[c]}`, tr("square")(communities.area_m2[c])];
  if (communities.population[c] !== null) facts.push(`${tr("population")} ${communities.population[c].toLocaleString("en")}`);
  const groups = METRICS.flatMap((metric) => {
    const list = make("ul");
    INDICATORS.forEach((indicator, i) => indicator.metric === metric && list.append(detail_value(c, i)));
    return list.children.length ? [make("h3", "", tr(metric)), list] : [];
  });
  box.replaceChildren(close, make("h2", "", communities.name[c]), make("p", "quiet", facts.join(" · ")), ...groups);
  box.scrollTop = 0;
}

/* ------------------------------------------------------------------- about */

function about_input(input) {
  const facts = [input.layer, input.crs, input.encoding, tr("features")(input.features)].filter(Boolean).join(" · ");
  return make("li", "", make("b", "", input.file || ""), ` (${input.role})`, make("br"), facts,
    input.sha256 ? make("code", "", "sha256 " + input.sha256) : null);
}

function about_warning(warning, k) {
  const text = language === "zh" ? DATA.warnings_zh[k] : warning.message;
  const examples = warning.examples.length ? make("small", "", `${tr("for_example")} ${warning.examples.join("; ")}`) : null;
  return make("li", "", `${text} (${warning.count})`, examples ? make("br") : null, examples);
}

function about_indicator(indicator) {
  return make("li", "", make("b", "", either(indicator.title)), ` ${indicator.id}`, make("br"),
    indicator.source || "", " ", verified_mark(indicator),
    indicator.target_note ? make("br") : null, indicator.target_note ? either(indicator.target_note) : null);
}

function draw_about() {
  const parameters = REPORT.parameters, shapes = DATA.shapes, names = tr("parameter_names");
  const list = (items) => make("ul", "", ...items);
  const drawing = [make("li", "", tr("simplified")(shapes.tolerance_m))];
  if (shapes.areas.length + shapes.gaps.length) drawing.push(make("li", "", tr("overlay")(shapes.overlay_tolerance_m)));
  if (shapes.gaps_left_out) drawing.push(make("li", "", tr("left_out")(shapes.gaps_left_out, shapes.least_gap_m2)));
  if (shapes.places_left_out) drawing.push(make("li", "", tr("places_left_out")(shapes.places_left_out)));
  if (shapes.facilities_left_out) drawing.push(make("li", "", tr("facilities_left_out")(shapes.facilities_left_out)));
  if (DATA.ground.left_out) drawing.push(make("li", "", tr("paths_left_out")(DATA.ground.left_out)));
  if (DATA.steps) drawing.push(make("li", "", tr("steps")));
  by_id("about_text").replaceChildren(
    make("h3", "", tr("reading")), list(tr("reading_text").map((text) => make("li", "", text)).concat(drawing)),
    make("h3", "", tr("warnings")),
    REPORT.warnings.length ? list(REPORT.warnings.map(about_warning)) : make("p", "", tr("warnings_none")),
    make("h3", "", tr("inputs")), list(REPORT.inputs.map(about_input)),
    make("h3", "", tr("indicators")), list(INDICATORS.map(about_indicator)),
    make("h3", "", tr("profile")),
    make("p", "", `${either(REPORT.profile.title)} (${REPORT.profile.name})`, make("br"), REPORT.profile.source || ""),
    make("h3", "", tr("parameters")),
    list(Object.keys(names).filter((key) => typeof parameters[key] === "number")
      .map((key) => make("li", "", `${names[key]}: ${parameters[key]}`))),
    ...(REPORT.network ? [make("h3", "", tr("network_title")), make("p", "", tr("network_text")(REPORT.network))] : []),
    make("p", "quiet", `${tr("made_with")} ${REPORT.version} · ${REPORT.schema}`));
}
