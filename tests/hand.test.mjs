// What the hand finds without a page; run by tests/test_hand.py where there is node.
import assert from "node:assert/strict";
import test from "node:test";
import { boxOf, cellAt, draggedTo, filled, joined, lit, nextTo, stepped, stroke, told, under, whole } from "../course_utils/explorers/shared/areas.js";
import { asking } from "../course_utils/explorers/shared/asking.js";
import { attach } from "../course_utils/explorers/shared/hand.js";
import { pageWith } from "./support/page.mjs";

const grid = whole({ name: "map", box: [10, 20, 30, 40], rows: 4, columns: 3, sets: { position: "{index}", show: "window" }, hint: "click" });
const frame = whole({ name: "frame", box: [10, 20, 20, 20], rows: 3, columns: 2, drags: { position: "{index}" }, at: [1, 0], pitch: [10, 15] });

test("a pattern is filled in with the numbers of the place", () => {
  assert.deepEqual(filled(grid, "sets", [2, 1]), { position: 7, show: "window" });
  const turned = whole({ rows: 3, columns: 3, types: { "kernel[{row},{column}]": "{value}", weight: "{index}" }, first: [2, 2], by: [-1, -1], start: 9 });
  assert.deepEqual(filled(turned, "types", [0, 1], 2.5), { "kernel[2,1]": 2.5, weight: 16 });
  const bar = whole({ rows: 101, columns: 1, drags: { "logits[2]": "{row}" }, first: [5, 0], by: [-0.1, 1] });
  assert.deepEqual(filled(bar, "drags", [47, 0]), { "logits[2]": 0.3 });
});

test("a point lies in one cell, the far edges in none", () => {
  assert.deepEqual(cellAt(grid, [10, 20]), [0, 0]);
  assert.deepEqual(cellAt(grid, [39.9, 59.9]), [3, 2]);
  for (const outside of [[40, 30], [20, 60], [9.9, 30], [20, 19]]) assert.equal(cellAt(grid, outside), null);
  assert.deepEqual(cellAt(frame, [15, 25]), [1, 0]);
});

test("of two areas on one another the later one is touched first", () => {
  assert.deepEqual(under([grid, frame], [15, 25]).map(({ area }) => area.name), ["frame", "map"]);
  assert.deepEqual(under([grid, frame], [35, 55]).map(({ area }) => area.name), ["map"]);
});

test("what is dragged stands where it is dragged to, and never outside", () => {
  assert.deepEqual(boxOf(grid, [1, 2]), [30, 30, 10, 10]);
  assert.deepEqual(boxOf(frame, [2, 1]), [25, 30, 20, 20]);
  assert.deepEqual(draggedTo(frame, [8, 4]), [1, 1]);
  assert.deepEqual(draggedTo(frame, [-500, 500]), [2, 0]);
  assert.deepEqual(draggedTo({ ...frame, pitch: [0, 15] }, [0, 500]), [1, 0]);
});

test("what belongs together is lit, by windows and by lists", () => {
  const image = whole({ name: "image", box: [0, 0, 30, 30], rows: 3, columns: 3 });
  const answers = whole({ name: "answers", box: [50, 0, 20, 20], rows: 2, columns: 2, lights: { image: { rows: [[0, 1], [1, 2]], columns: [[0, 1], [1, 2]] } } });
  assert.deepEqual(lit([image, answers], answers, [0, 1]), [[60, 0, 10, 10], [10, 0, 10, 10], [20, 0, 10, 10], [10, 10, 10, 10], [20, 10, 10, 10]]);
  const bars = whole({ name: "bars", box: [0, 40, 20, 10], columns: 2, lights: { image: { cells: [[8], []] } } });
  assert.deepEqual(lit([image, bars], bars, [0, 0]), [[0, 40, 10, 10], [20, 20, 10, 10]]);
  assert.deepEqual(lit([image, bars], bars, [0, 1]), [[10, 40, 10, 10]]);
});

test("arrows go by one, Home and End to the ends, and no key leaves the grid", () => {
  assert.deepEqual(stepped(grid, [1, 1], "ArrowDown"), [2, 1]);
  assert.deepEqual(stepped(grid, [0, 0], "ArrowUp"), [0, 0]);
  assert.deepEqual(stepped(grid, [0, 0], "End"), [3, 2]);
  assert.equal(stepped(grid, [0, 0], "a"), null);
  const column = whole({ rows: 5, by: [-1, 1] });
  assert.deepEqual(stepped(column, [2, 0], "ArrowUp"), [1, 0]);
  assert.deepEqual(stepped(column, [2, 0], "ArrowRight"), [1, 0], "to the right is to what is more");
  assert.deepEqual(stepped(whole({ columns: 5 }), [0, 2], "ArrowUp"), [0, 3]);
});

test("a stroke leaves no cell out", () => {
  assert.deepEqual(stroke([0, 0], [2, 4]), [[1, 1], [1, 2], [2, 3], [2, 4]]);
  assert.deepEqual(stroke([3, 3], [3, 3]), []);
});

test("a cell is told by its words, or by its row and column", () => {
  assert.equal(told(grid, [1, 2]), "click: row 1, column 2");
  assert.equal(told(whole({ columns: 2, words: ["Shirt", "Coat"] }), [0, 1]), "Coat");
});

class Model { // as much of a widget's model as the hand uses
  constructor() { this.state = { asked: {}, answered: 0 }; this.sent = []; this.heard = []; }
  get(name) { return this.state[name]; }
  set(name, value) { this.state[name] = value; }
  on(name, act) { this.heard.push(act); }
  off(name, act) { this.heard = this.heard.filter(one => one !== act); }
  save_changes() { this.sent.push(this.state.asked); }
  answer() { this.state.answered = this.state.asked.number; this.heard.forEach(act => act()); }
}

test("one question is under way at a time, and the last state always arrives", () => {
  const model = new Model(), ask = asking(model);
  for (let position = 0; position < 50; position++) ask({ sets: { position } });
  assert.equal(model.sent.length, 1);
  assert.ok(ask.isOpen());
  model.answer();
  assert.deepEqual(model.sent[1].sets, { position: 49 });
  model.answer();
  assert.equal(model.sent.length, 2);
  assert.ok(!ask.isOpen());
});

test("strokes that wait are all painted, in their order", () => {
  const model = new Model(), ask = asking(model);
  for (const pixel of [1, 2, 3]) ask({ paints: [{ pixel }] });
  model.answer();
  assert.deepEqual(model.sent[1].paints, [{ pixel: 2 }, { pixel: 3 }]);
  assert.deepEqual(joined({ sets: { a: 1, b: 1 } }, { sets: { b: 2 } }).sets, { a: 1, b: 2 });
});

test("what is asked next can be forgotten, and the hand is free after the answer", () => {
  const model = new Model(), ask = asking(model);
  ask({ sets: { position: 1 } });
  ask({ sets: { position: 2 } });
  ask.forget();
  model.answer();
  assert.equal(model.sent.length, 1);
  assert.ok(!ask.isOpen());
});

test("two views of one explorer do not wait for each other's answers", () => {
  const model = new Model(), one = asking(model), other = asking(model);
  one({ sets: { position: 1 } });
  model.answer();
  other({ sets: { position: 2 } });
  assert.equal(model.sent[1].number, 2);
  model.answer();
  assert.ok(!one.isOpen() && !other.isOpen());
});

test("without a kernel a question raises nothing, and the picture is called late", async () => {
  const model = new Model(), said = [];
  model.save_changes = () => { throw new Error("Cannot send"); };
  asking(model, { late: yes => said.push(yes) })({ sets: { position: 1 } });
  await new Promise(done => setTimeout(done, 800));
  assert.deepEqual(said, [true]);
});

test("after the last cell of a row comes the first of the next, and nothing after the last of all", () => {
  assert.deepEqual(nextTo(grid, [0, 2], 1), [1, 0]);
  assert.deepEqual(nextTo(grid, [1, 0], -1), [0, 2]);
  assert.deepEqual(nextTo(grid, [3, 2], 1), [3, 2]);
  assert.deepEqual(nextTo(grid, [0, 0], -1), [0, 0]);
  assert.deepEqual(nextTo(grid, [2, 1], 0), [2, 1]);
});

// A pointer on the picture: an area to paint on, one to drag, one to click.
const PAPER = { name: "paper", box: [0, 0, 100, 100], rows: 10, columns: 10, paints: { pixel: "{index}" } };
const FRAME = { name: "frame", box: [200, 0, 20, 20], rows: 9, columns: 9, drags: { position: "{index}" }, pitch: [10, 10], hint: "drag" };
const SQUARE = { name: "square", box: [0, 200, 100, 100], rows: 10, columns: 10, sets: { show: "{index}" }, hint: "click" };

function touched() { // a page, and what its hand has asked
  const page = pageWith([PAPER, FRAME, SQUARE]), asked = [];
  attach(page.root, Object.assign(question => asked.push(question), { isOpen: () => false }));
  const strokes = () => asked.flatMap(({ paints = [] }) => paints);
  const sets = () => asked.flatMap(({ sets }) => sets ? [sets] : []);
  return { ...page, strokes, pixels: () => strokes().map(({ pixel }) => pixel), sets };
}

test("one finger paints what lies on its way", () => {
  const { pointer, pixels } = touched();
  pointer("pointerdown", 1, [5, 5]), pointer("pointermove", 1, [25, 5]), pointer("pointerup", 1, [35, 5]);
  assert.deepEqual(pixels(), [0, 1, 2, 3]);
});

test("a second finger, or the ball of the hand, paints nothing and ends nothing", () => {
  const { pointer, pixels } = touched();
  pointer("pointerdown", 1, [5, 5]), pointer("pointermove", 1, [15, 5]);
  pointer("pointerdown", 2, [95, 95]), pointer("pointermove", 2, [85, 95]), pointer("pointermove", 1, [25, 5]);
  pointer("pointerup", 2, [85, 95]), pointer("pointermove", 1, [35, 5]);
  pointer("pointerdown", 3, [95, 95]), pointer("pointercancel", 3, [95, 95]), pointer("pointerup", 1, [45, 5]);
  assert.deepEqual(pixels(), [0, 1, 2, 3, 4]);
  pointer("pointerdown", 2, [95, 95]), pointer("pointerup", 2, [95, 95]);
  assert.deepEqual(pixels().slice(5), [99], "when it is alone it paints");
});

test("a finger that was never said to be let go keeps no other one out", () => {
  const { pointer, loses, pixels, hint } = touched();
  pointer("pointerdown", 1, [5, 5]), loses(1);
  pointer("pointermove", 2, [5, 205], { buttons: 0 });
  assert.equal(hint(), "click: row 0, column 0", "the pointer lights up what it is over");
  pointer("pointerdown", 3, [95, 95]), loses(3, { target: null }); // the picture was not in the page then
  pointer("pointerdown", 4, [55, 55]);
  assert.deepEqual(pixels(), [0, 99, 55]);
});

test("that a finger's capture goes from its spot to the whole picture ends nothing", () => {
  const { pointer, on, spot, pixels } = touched();
  pointer("pointerdown", 1, [5, 5]), on("lostpointercapture", { pointerId: 1, target: spot("paper") });
  pointer("pointermove", 1, [15, 5]);
  assert.deepEqual(pixels(), [0, 1]);
});

test("the right button erases where one paints, and sets and drags nothing", () => {
  const { pointer, strokes, sets } = touched(), right = { button: 2, buttons: 2 };
  for (const from of [[5, 5], [210, 10], [5, 205]]) {
    pointer("pointerdown", 1, from, right), pointer("pointermove", 1, [from[0] + 10, from[1]], { buttons: 2 });
    pointer("pointerup", 1, [from[0] + 10, from[1]], { button: 2 });
    pointer("pointerdown", 1, from, { ...right, button: 1 }), pointer("pointerup", 1, from, { button: 1 });
  }
  assert.deepEqual(strokes(), [0, 1, 0].map(pixel => ({ pixel, erase: true })));
  assert.deepEqual(sets(), []);
});

test("no drag and no stroke goes on when no button is down", () => {
  const { pointer, pixels, sets } = touched(), up = { buttons: 0 };
  pointer("pointerdown", 1, [5, 5]), pointer("pointermove", 1, [15, 5]), pointer("pointermove", 1, [55, 5], up);
  pointer("pointerdown", 1, [210, 10]), pointer("pointermove", 1, [223, 10]);
  pointer("pointermove", 1, [250, 10], up), pointer("pointerup", 1, [260, 10]);
  assert.deepEqual([pixels(), sets()], [[0, 1], [{ position: 1 }]]);
});

test("what was dragged stands in its place when the pointer is let go or taken away", () => {
  for (const end of ["pointerup", "pointercancel"]) {
    const { pointer, spot } = touched(), x = () => spot("frame").attributes.x;
    const isDragged = () => spot("frame").classList.contains("course-dragged");
    pointer("pointerdown", 1, [210, 10]), pointer("pointermove", 1, [223, 10]);
    assert.deepEqual([x(), isDragged()], [213, true]);
    pointer(end, 1, [223, 10]);
    assert.equal(isDragged(), false);
    assert.notEqual(x(), 213);
  }
});

test("a click sets, also by a pen that lies still", () => {
  const { pointer, sets } = touched();
  pointer("pointermove", 7, [5, 205], { buttons: 0 }), pointer("pointerdown", 7, [5, 205]);
  pointer("pointermove", 7, [6, 205]), pointer("pointerup", 7, [6, 205]);
  assert.deepEqual(sets(), [{ show: 0 }]);
});
