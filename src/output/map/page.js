"use strict";

/* What every page with a map needs. TEXT, its words in both languages, is the page's own. */

/* ---------------------------------------------------------------- language */

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

/* What a page adds to the map's own: lines below the city's number, a text beside a community's; whether the pointer shows
   what is below it; what follows when an indicator has been chosen. */
const extra = { city: () => [], value: () => null, hints: () => true, chosen: () => {} };

/* --------------------------------------------------------------------- map */

/* A map of Leaflet's. Whoever asks the system for less motion gets one that jumps: it does not glide, fade or run on. */
function make_map(options) {
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) return L.map("map", options);
  const map = L.map("map", Object.assign({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }, options));
  map.panBy = (by, how) => L.Map.prototype.panBy.call(map, by, Object.assign({}, how, { animate: false })); /* arrow keys glide, too */
  return map;
}

/* ------------------------------------------------------------------ colour */

/* Of shares, in fifths: ColorBrewer's YlGnBu of five classes, told apart by the colour-blind and in grey print. */
const CLASS_COLOUR = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"];
