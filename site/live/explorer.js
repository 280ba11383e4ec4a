// An explorer of a lesson, live: the stored picture gives way to one that can be touched. The hand is the notebook's.

import { asking, PATIENCE } from "./asking.js";
import { attach } from "./hand.js";
import { changes, events as cells } from "./cell.js";
import { base64, input, laid } from "./controls.js";
import { Line } from "./line.js";
import { button, make } from "./make.js";
import * as python from "./python.js";
import * as store from "./store.js";

const NOT_YOURS = "⚠ With the cell that you have changed above this cannot be shown; it has the lesson's own.";
const LATE = "Python is busy: this picture is from before. It follows when Python is free.";

/** What `hand.js` asks of a notebook's widget, for an explorer that lives in a worker. */
class Model {
  #values = { asked: {}, answered: 0 };
  #listener = null;

  constructor(send) {
    this.send = send;
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    this.#values[name] = value;
  }

  save_changes() {
    this.send(this.#values.asked);
  }

  on(event, listener) {
    this.#listener = listener;
  }

  off() {
    this.#listener = null;
  }

  answered() {
    this.#values.answered = this.#values.asked.number;
    this.#listener?.();
  }
}

class Explorer {
  constructor(cell, part) {
    Object.assign(this, { part, stored: cell.querySelector(".cell_output"), waiting: new Map(), presses: 0, isBusy: false, turn: 0 });
    this.name = `state/${part.key}`;
    this.line = new Line();
    const start = button(this.#invites(), () => this.begin(), { className: "live-start" });
    this.bar = make("div", { className: "live live-bar course-explorer-asleep" }, start);
    this.bar.append(this.line.element);
    this.bar.addEventListener("course-set", ({ detail }) => this.begin().then(() => this.#set(detail), () => {}));
    ["pointerenter", "focusin"].forEach(sign => start.addEventListener(sign, python.prepareEarly));
    cells.addEventListener("changed", ({ detail: key }) => this.#hear(key).catch(() => {})); // said in its line
    (this.stored ?? cell.lastElementChild).before(this.bar);
  }

  #invites() {
    if (changes(this.part).length) return "Move it with your numbers";
    return this.#kept() ? "Go on moving it" : "Move it yourself";
  }

  /** Make it in Python and show it in place of the stored picture; once, however often it is asked for. */
  begin() {
    this.begun ??= this.#begin().catch(error => { this.begun = null; throw error; });
    return this.begun;
  }

  async #begin() {
    const byKeys = this.bar.querySelector(":focus-visible"), seen = await this.#make();
    this.#lay(seen);
    this.bar.replaceWith(this.root);
    if (this.stored) this.stored.hidden = true;
    this.#show(seen);
    this.hand = attach(this.root, this.ask);
    if (byKeys || !isTouched()) this.#control()?.focus({ preventScroll: true });
  }

  #control() {
    return this.root.querySelector(":is(.course-controls, .course-layer) :is(input, select, [tabindex='0'])");
  }

  // The state that a reload or another Python goes on from.

  #kept() {
    const kept = store.readJSON(this.name);
    return kept?.code === this.#code() ? kept.state : null; // a lesson or a cell that has changed begins anew
  }

  /** All that its state belongs to. */
  #code() {
    const changed = changes(this.part);
    return changed.length ? JSON.stringify([this.part.code, ...changed]) : this.part.code;
  }

  async #make() {
    const { key, code, packages, data } = this.part, changed = changes(this.part);
    const asked = some => this.line.ask({ do: "explorer", with: [key, code, this.#kept(), some] }, { packages, data });
    let problem = "";
    const seen = await asked(changed).catch(error => {
      if (!changed.length || !python.running()) throw error;
      problem = NOT_YOURS;
      return asked([]);
    });
    this.line.say(problem);
    this.turn = python.turn();
    return seen;
  }

  /** A cell above was changed and run: what is shown here is made of it, now or at the first touch. */
  async #hear(key) {
    if (!(key in (this.part.uses ?? {}))) return;
    if (this.root) await this.#again();
    else this.bar.firstChild.replaceChildren(this.#invites());
  }

  async #startOver() {
    store.forget(this.name);
    await this.#again();
  }

  /** Make it again, and show it. */
  async #again() {
    this.#drop();
    this.#show(await this.#make());
  }

  // What is in the page.

  #lay({ tree, controls }) {
    this.inputs = controls.map((control, number) => input(control, value => this.#move(control, number, value)));
    this.content = make("div", { className: "widget-html-content" });
    this.words = make("div", { className: "course-words" }, make("div", { role: "status" }));
    const picture = make("div", { className: "course-picture" }, this.content);
    const late = make("div", { className: "course-explorer-late", textContent: LATE });
    const seen = make("div", { className: "course-seen" }, this.#sizes(), make("div", { className: "live-scroll" }, picture), this.words, late);
    const box = laid(tree, this.inputs);
    box.classList.add("course-controls");
    const over = make("div", { className: "live-after" }, button("Start over", () => this.#startOver()), this.line.element);
    this.root = make("div", { className: "live course-explorer" }, box, seen, over);
    this.model = new Model(question => this.#send("hand", { do: "ask", with: [this.part.key, plainQuestion(question)] }));
    this.ask = asking(this.model, { settled: () => this.hand?.settled() });
  }

  /** On a narrow screen: the picture whole, or so large that its small letters can be read. */
  #sizes() {
    const size = button("See it whole", () => {
      size.textContent = this.root.classList.toggle("live-whole") ? "See it large" : "See it whole";
    }, { className: "live-quiet live-size" });
    return size;
  }

  #show({ controls, svg, words, problem, state }) {
    controls.forEach((control, number) => this.inputs[number].show(control, this.waiting.has(number)));
    if (svg !== this.svg) this.content.innerHTML = this.svg = svg;
    const said = Object.assign(this.words.firstChild, { textContent: words });
    said.classList.toggle("course-explorer-refused", Boolean(problem));
    if (state && !problem) store.write(this.name, JSON.stringify({ code: this.#code(), state }));
    performance.mark("live-shown");
  }

  #set(sets) {
    this.root.dispatchEvent(new CustomEvent("course-set", { detail: sets }));
  }

  // What is asked: one thing at a time, and of each control only its newest value; every press of a button counts.

  #move({ kind }, number, value) {
    const slot = kind === "Button" || kind === "FileUpload" ? `press ${++this.presses}` : number;
    return this.#send(slot, { do: "move", with: [this.part.key, number, value] });
  }

  #send(slot, call) {
    this.waiting.delete(slot); // the newest comes last
    this.waiting.set(slot, call);
    if (!this.isBusy) this.#answerAll();
  }

  async #answerAll() {
    this.isBusy = true;
    const late = setTimeout(() => this.root.classList.add("course-late"), PATIENCE);
    try {
      while (this.waiting.size) await this.#answerNext();
    } catch { // said in the line; what waited was for a Python that is gone
      this.#drop();
      this.model.answered();
      this.inputs.forEach(one => one.end());
    } finally {
      clearTimeout(late);
      this.root.classList.remove("course-late");
      this.isBusy = false;
    }
  }

  /** Nothing that waits is asked any more. The hand is told so: it asks one thing at a time, and would wait for ever. */
  #drop() {
    const waits = this.waiting.has("hand");
    this.ask.forget();
    this.waiting.clear();
    if (waits) this.model.answered();
  }

  async #answerNext() {
    if (this.turn !== python.turn() || !python.running()) await this.#make(); // Python was stopped: make it there as it was
    const [slot, call] = this.waiting.entries().next().value;
    this.waiting.delete(slot);
    this.#show(await this.line.ask(call));
    if (slot === "hand") this.model.answered();
  }
}

/** Whether a finger is what points: a field that gets the focus would bring up the keys of the screen. */
const isTouched = () => matchMedia("(pointer: coarse)").matches;

/** A question of the hand as JSON carries it. */
function plainQuestion({ file, ...rest }) {
  return file ? { ...rest, file: { name: file.name, content: base64(file.content.buffer) } } : rest;
}

export const explorer = (cell, part) => new Explorer(cell, part);
