/* ------------------------------------------------------------------ decode */

/* Whole numbers of a text: groups of five bits, the lowest first, the sixth bit saying that more follow; the lowest bit
   of a number is its sign. `blank` is called where numbers are separated by one. */
const DIGIT = new Int8Array(128);
for (let i = 0; i < 64; i++)
  DIGIT["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".charCodeAt(i)] = i;

function each_number(text, each, blank) {
  let number = 0, weight = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 32) {
      blank();
      continue;
    }
    const digit = DIGIT[code];
    number += (digit & 31) * weight;
    weight *= 32;
    if (digit & 32) continue;
    each(number % 2 ? -(number - 1) / 2 : number / 2);
    number = 0;
    weight = 1;
  }
}

/* Places, each as a step from the one before. `each` is called with the arc (they are separated by blanks), x and y, in
   degrees. */
function decode(text, unit, each) {
  const at = [0, 0], SCALE = Math.round(1 / unit);
  let arc = 0, which = 0;
  each_number(text, (step) => {
    at[which] += step;
    if (which) each(arc, at[0] / SCALE, at[1] / SCALE);
    which = 1 - which;
  }, () => arc++);
}

/* The features of a layer as Leaflet takes them: polygons of rings of [lat, lon]. */
function decode_layer(layer, unit) {
  const arcs = [];
  decode(layer.arcs, unit, (arc, x, y) => (arcs[arc] = arcs[arc] || []).push([y, x]));
  const ring_of = (refs) => {
    const ring = [];
    for (const ref of refs) {
      const arc = ref < 0 ? arcs[~ref] : arcs[ref];
      if (ref < 0) for (let i = arc.length - 1; i > 0; i--) ring.push(arc[i]);
      else for (let i = 0; i < arc.length - 1; i++) ring.push(arc[i]);
    }
    return ring;
  };
  return layer.features.map((polygons) => polygons.map((rings) => rings.map(ring_of)));
}

/* Lines of [lat, lon]. */
function decode_lines(text, unit) {
  const lines = [];
  decode(text, unit, (arc, x, y) => (lines[arc] = lines[arc] || []).push([y, x]));
  return lines;
}

/* Whole numbers of a text, each times `step`; those below 0 stay as they are. */
function decode_numbers(text, step) {
  const numbers = [];
  each_number(text, (number) => numbers.push(number < 0 ? number : number * step));
  return numbers;
}

function decode_points(text, unit) {
  const points = [];
  decode(text, unit, (arc, x, y) => points.push([y, x]));
  return points;
}
