// The rules of the areas that can be touched (areas.py says what they are): what lies where, what a gesture sets, what
// lights up. Nothing here touches the page; node tests it.

const USUAL = { rows: 1, columns: 1, sets: {}, drags: {}, types: {}, paints: {}, hint: "", words: [], values: [],
  step: 1, lights: {}, at: [0, 0], pitch: [0, 0], first: [0, 0], by: [1, 1], start: 0 };

export const clamp = (value, count) => Math.max(0, Math.min(value, count - 1));
export const plain = value => Number(value.toFixed(10));
export const has = gesture => Object.keys(gesture ?? {}).length > 0;
export const indexOf = (area, [row, column]) => row * area.columns + column;

export const whole = area => ({ ...USUAL, ...area });

/** What a gesture sets at a cell, name -> value: as `Area.filled` does in Python. */
export function filled(area, gesture, cell, value = 0) {
  const [row, column] = cell.map((at, axis) => plain(area.first[axis] + area.by[axis] * at));
  const places = { "{index}": area.start + row * area.columns + column, "{row}": row, "{column}": column, "{value}": value };
  const named = name => Object.entries(places).reduce((text, [place, put]) => text.replaceAll(place, put), name);
  return Object.fromEntries(Object.entries(area[gesture]).map(([name, wanted]) =>
    [named(name), Object.hasOwn(places, wanted) ? places[wanted] : wanted]));
}

/** The cell of an area at a point of the picture, or null; an area that is dragged has one place at a time. */
export function cellAt(area, [x, y]) {
  const [left, top, width, height] = area.box, [across, down] = [(x - left) / width, (y - top) / height];
  if (across < 0 || down < 0 || across >= 1 || down >= 1) return null;
  return has(area.drags) ? area.at : [Math.floor(down * area.rows), Math.floor(across * area.columns)];
}

/** The areas at a point, the one on top first, each with its cell. */
export const under = (areas, point) =>
  areas.map(area => ({ area, cell: cellAt(area, point) })).filter(found => found.cell).reverse();

/** The box of a cell, or of an area that is dragged when it stands at a place. */
export function boxOf(area, [row, column]) {
  const [x, y, width, height] = area.box, [wide, high] = [width / area.columns, height / area.rows];
  if (!has(area.drags)) return [x + wide * column, y + high * row, wide, high];
  return [x + area.pitch[1] * (column - area.at[1]), y + area.pitch[0] * (row - area.at[0]), width, height];
}

/** The place that an area comes to when it is dragged by so many pixels across and down; between places if not rounded. */
export const draggedTo = (area, [across, down], round = Math.round) =>
  [[down, area.rows], [across, area.columns]].map(([by, count], axis) =>
    clamp(area.at[axis] + (area.pitch[axis] ? round(by / area.pitch[axis]) : 0), count));

/** Numbers that follow on one another, as [first, last] of each run. */
export const runs = numbers => numbers.reduce((found, n) => {
  const last = found.at(-1);
  if (last && n === last[1] + 1) last[1] = n; else found.push([n, n]);
  return found;
}, []);

/** The boxes that light up for a cell: its own, and those of what belongs to it in other areas. */
export function lit(areas, area, cell) {
  return [boxOf(area, cell), ...Object.entries(area.lights).flatMap(([name, link]) => {
    const other = areas.find(one => one.name === name);
    if (!other) return []; // this picture does not show it
    if (link.whole) return runs(link.rows[cell[0]]).flatMap(rows => runs(link.columns[cell[1]]).map(columns => {
      const [x, y] = boxOf(other, [rows[0], columns[0]]), [endX, endY, width, height] = boxOf(other, [rows[1], columns[1]]);
      return [x, y, endX + width - x, endY + height - y]; // one frame around what lies side by side
    }));
    const cells = link.cells
      ? link.cells[indexOf(area, cell)].map(index => [Math.floor(index / other.columns), index % other.columns])
      : link.rows[cell[0]].flatMap(row => link.columns[cell[1]].map(column => [row, column]));
    return cells.map(one => boxOf(other, one));
  })];
}

/** The cell to which a key moves, or null. In a single row or column all four arrows move, right and up to what is more. */
export function stepped(area, [row, column], key) {
  const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  const to = { Home: [0, 0], End: [area.rows - 1, area.columns - 1] }[key] ?? (by && [row + by[0], column + by[1]]);
  if (by && area.rows === 1) to[1] -= by[0];
  if (by && area.columns === 1) to[0] += by[1] * Math.sign(area.by[0]);
  return to ? [clamp(to[0], area.rows), clamp(to[1], area.columns)] : null;
}

/** The cell that comes so many after another, row by row; the last has none after it. */
export const nextTo = (area, cell, by) => {
  const index = clamp(indexOf(area, cell) + by, area.rows * area.columns);
  return [Math.floor(index / area.columns), index % area.columns];
};

/** The cells on the way of a stroke from one cell to another, without the first. */
export function stroke(from, to) {
  const steps = Math.max(...from.map((at, axis) => Math.abs(to[axis] - at)));
  return Array.from({ length: steps }, (_, n) => from.map((at, axis) => Math.round(at + (to[axis] - at) * (n + 1) / steps)));
}

/** Two questions in one: later values win, strokes come one after the other. */
export const joined = (before, after) => ({ ...before, ...after, sets: { ...before?.sets, ...after.sets },
  paints: [...before?.paints ?? [], ...after.paints ?? []] });

/** What a cell is, in words. */
export const told = (area, cell) => [area.hint, area.words[indexOf(area, cell)]
  ?? (area.rows * area.columns > 1 ? `row ${cell[0]}, column ${cell[1]}` : "")].filter(Boolean).join(": ");
