"use strict";

/* ---------------------------------------------------------------- language */

const TEXT = {
  en: {
    skip: "Skip to the search for communities",
    other_language: "中文",
    print: "Print",
    map: "Map of the communities. Arrow keys move it, plus and minus zoom.",
    legend: "Legend",
    detail: "The chosen community",
    indicator: "Indicator",
    layers: "Show on the map",
    layer_areas: "Service area",
    layer_gaps: "Gaps: not within reach",
    layer_facilities: "Facilities, by what they serve",
    layer_names: "Names",
    communities: "Communities",
    search: "Search by name or id",
    found: (n, all) => n === all ? `${all} communities` : `${n} of ${all} communities`,
    about: "About this report",
    network: "On foot, along paths",
    straight: "In a straight line (service radius)",
    subtitle: (n, profile) => `${n} communities · profile ${profile}`,
    of_area: "of the area is within reach",
    of_residential: "of the residential land is within reach",
    of_population: "of the people are within reach",
    no_data: "No data",
    target: "Target",
    city_target: "City target",
    community_target: "Community target",
    no_target: "No target in the profile",
    met: "met",
    missed: "missed",
    verdict_no_target: "no target",
    verdict_no_data: "no data",
    communities_met: (met, missed) => `Communities: ${met} meet their target, ${missed} miss it`,
    community_mean: "mean of the communities",
    text: "read in the standard's text",
    secondary: "from a secondary source",
    unverified: "unverified",
    name: "Name",
    ratio: "Share",
    verdict: "Verdict",
    mean: "Mean distance",
    offnet: "Off network",
    offnet_short: "Off net",
    mean_short: "Mean",
    population: "Population",
    id: "Id",
    close: "Close",
    sort: (name) => `Sort by ${name}`,
    metres: (m) => `${m} m`,
    square: (m2) => m2 >= 1e5 ? `${(m2 / 1e6).toFixed(2)} km²` : `${Math.round(m2)} m²`,
    people: (n) => `${n.toLocaleString("en")} people`,
    serves: (n) => `serves ${n}`,
    serves_demand: { area: "", residential: " of residential land", population: "" },
    levels: { street: "street level", community: "community level", station: "station level" },
    reason_no_source: "the category has no source",
    reason_no_facilities: "the source has no such facility",
    reason_no_area: "a size is asked for, and the facilities have no areas",
    reason_no_levels: "the source does not tell the levels of its facilities",
    reason_no_network: "there is no network to walk on",
    reason_no_residential: "no residential land is known",
    reason_no_population: "no population is known",
    reason_no_demand: "there is nothing to serve inside",
    made_with: "Made with lifecircle",
    profile: "Profile",
    parameters: "Parameters",
    parameter_names: {
      link_limit_m: "Longest straight leg to a path, m", max_error: "Bound asked of the error of a share",
      min_component_m: "Shortest separate network that counts, m", island_gap_m: "Islands of paths joined over gaps up to, m",
      walk_speed_m_per_min: "Walking speed, m/min",
    },
    network_title: "Network",
    network_text: (n) => `${n.nodes} nodes, ${n.edges} edges, ${(n.length_m / 1000).toFixed(0)} km of paths; ` +
      `${n.dropped_components} separate pieces left out (${(n.dropped_length_m / 1000).toFixed(1)} km)`,
    inputs: "Inputs",
    features: (n) => `${n} features`,
    warnings: "What to know about the data",
    warnings_none: "Nothing was found that the reader should know of.",
    for_example: "for example",
    reading: "How to read it",
    reading_text: [
      "Share: the part that is within the distance of a facility. ± is a bound on its error.",
      "On foot along paths (network) and in a straight line (service radius) are two different measures; a straight " +
        "line crosses rivers, railways and walls.",
      "Off network: the part that is too far from any mapped path to tell. It never counts as served, and says that " +
        "paths are missing from the data.",
      "Communities without data are hatched. They are not zero.",
    ],
    simplified: (m) => `Borders are simplified for display: no point moves farther than ${m} m. The numbers come from ` +
      "the full geometry.",
    overlay: (m) => `Service areas and gaps are drawn to ${m} m.`,
    left_out: (n, m2) => `${n} gaps smaller than ${m2} m² are not drawn.`,
    indicators: "Indicators",
    unit_percent: "Share within reach, %",
  },
  zh: {
    skip: "跳到社区搜索",
    other_language: "English",
    print: "打印",
    map: "社区地图。方向键移动，加减号缩放。",
    legend: "图例",
    detail: "所选社区",
    indicator: "指标",
    layers: "地图图层",
    layer_areas: "服务范围",
    layer_gaps: "缺口：服务范围未覆盖",
    layer_facilities: "设施（大小表示服务量）",
    layer_names: "名称",
    communities: "社区",
    search: "按名称或编码搜索",
    found: (n, all) => n === all ? `共 ${all} 个社区` : `${all} 个社区中的 ${n} 个`,
    about: "关于本报告",
    network: "步行（沿路网）",
    straight: "直线（服务半径）",
    subtitle: (n, profile) => `${n} 个社区 · 方案 ${profile}`,
    of_area: "的面积在服务范围内",
    of_residential: "的居住用地在服务范围内",
    of_population: "的人口在服务范围内",
    no_data: "无数据",
    target: "目标",
    city_target: "全市目标",
    community_target: "社区目标",
    no_target: "方案未设目标",
    met: "达标",
    missed: "未达标",
    verdict_no_target: "无目标",
    verdict_no_data: "无数据",
    communities_met: (met, missed) => `社区：${met} 个达标，${missed} 个未达标`,
    community_mean: "各社区平均值",
    text: "出自标准原文",
    secondary: "出自二手资料",
    unverified: "未核实",
    name: "名称",
    ratio: "覆盖率",
    verdict: "结论",
    mean: "平均距离",
    offnet: "路网外",
    offnet_short: "路网外",
    mean_short: "平均距离",
    population: "人口",
    id: "编码",
    close: "关闭",
    sort: (name) => `按${name}排序`,
    metres: (m) => `${m} 米`,
    square: (m2) => m2 >= 1e5 ? `${(m2 / 1e6).toFixed(2)} 平方千米` : `${Math.round(m2)} 平方米`,
    people: (n) => `${n.toLocaleString("en")} 人`,
    serves: (n) => `服务 ${n}`,
    serves_demand: { area: "", residential: "居住用地", population: "" },
    levels: { street: "街道级", community: "社区级", station: "站点级" },
    reason_no_source: "该类设施没有数据源",
    reason_no_facilities: "数据源中没有此类设施",
    reason_no_area: "指标要求面积，而设施没有面积",
    reason_no_levels: "数据源没有设施等级",
    reason_no_network: "没有可步行的路网",
    reason_no_residential: "没有居住用地数据",
    reason_no_population: "没有人口数据",
    reason_no_demand: "社区内没有需要服务的对象",
    made_with: "由 lifecircle 生成",
    profile: "方案",
    parameters: "参数",
    parameter_names: {
      link_limit_m: "到路网的最长直线距离（米）", max_error: "覆盖率误差上限",
      min_component_m: "计入的独立路网最短长度（米）", island_gap_m: "孤立路网相接的最大间隙（米）",
      walk_speed_m_per_min: "步行速度（米/分钟）",
    },
    network_title: "路网",
    network_text: (n) => `${n.nodes} 个节点，${n.edges} 条边，道路 ${(n.length_m / 1000).toFixed(0)} 千米；` +
      `舍去 ${n.dropped_components} 个孤立部分（${(n.dropped_length_m / 1000).toFixed(1)} 千米）`,
    inputs: "输入数据",
    features: (n) => `${n} 个要素`,
    warnings: "数据须知",
    warnings_none: "没有需要提请注意的问题。",
    for_example: "例如",
    reading: "如何阅读",
    reading_text: [
      "覆盖率：在设施服务距离以内的部分所占比例。± 为误差上限。",
      "沿路网步行与直线（服务半径）是两种不同的度量：直线会穿过河流、铁路和围墙。",
      "路网外：距离任何已绘道路过远、无法判断的部分。它从不计为已服务，说明数据中缺少道路。",
      "没有数据的社区以斜线表示，并不等于零。",
    ],
    simplified: (m) => `边界为显示而简化，任何点的移动不超过 ${m} 米；数字由完整几何计算得出。`,
    overlay: (m) => `服务范围和缺口按 ${m} 米精度绘制。`,
    left_out: (n, m2) => `${n} 处小于 ${m2} 平方米的缺口未绘出。`,
    indicators: "指标",
    unit_percent: "覆盖率（%）",
  },
};

/* What the address asks for (?lang=zh or #lang=zh), else what the browser does. */
const ADDRESS = new URLSearchParams(location.search.slice(1) + "&" + location.hash.slice(1));

let language = (ADDRESS.get("lang") || navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en";

function tr(key) {
  return TEXT[language][key];
}

/* A text that comes in both languages, from the report. */
function either(text) {
  return text[language] || text.en || text.zh || "";
}

/* ------------------------------------------------------------------- pages */

function by_id(id) {
  return document.getElementById(id);
}

/* An element with a class, and children that are elements or text. */
function make(tag, class_name, ...children) {
  const element = document.createElement(tag);
  if (class_name) element.className = class_name;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/* ----------------------------------------------------------------- numbers */

/* Ratios come in millionths. */
function percent(millionths, decimals) {
  return (millionths / 1e4).toFixed(decimals) + " %";
}

function distance(tenths) {
  return tenths === null ? "–" : tr("metres")((tenths / 10).toFixed(0));
}

function verdict_text(verdict) {
  return { "+": "✓ " + tr("met"), "!": "✗ " + tr("missed"), "-": "– " + tr("verdict_no_target"),
    "?": "? " + tr("verdict_no_data") }[verdict];
}

const VERDICT_CODE = { met: "+", missed: "!", no_target: "-", no_data: "?" };

function reason_text(reason) {
  return tr("reason_" + reason) || reason;
}
