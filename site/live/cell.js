// A cell of a lesson that a reader may change and run again. What they have run counts below as well: explorers and
// cells that take something from it are told.

import { codeBox } from "./answers.js";
import { Line } from "./line.js";
import { button, make } from "./make.js";
import * as python from "./python.js";
import * as store from "./store.js";

/** Tells of "changed" (detail: key of a cell that was run with other code than before). */
export const events = new EventTarget();

/** What a part takes from cells that the reader has changed and run: [its piece of the lesson's code, their cell]. */
export const changes = ({ uses = {} }) =>
  Object.entries(uses).map(([key, piece]) => [piece, store.read(`ran/${key}`)]).filter(([, own]) => own);

class Cell {
  constructor(cell, part) {
    Object.assign(this, { part, input: cell.querySelector(".cell_input"), output: cell.querySelector(".cell_output"), name: `cell/${part.key}`, turn: 0 });
    const text = store.read(this.name) ? "Go on with your change" : part.asked ? "Change it and run it" : "Change it";
    const open = button(text, () => { bar.remove(); this.#open(); },
      { className: part.asked ? "live-start" : "live-quiet" });
    const bar = make("div", { className: `live live-bar${part.asked ? "" : " live-corner"}` }, open);
    if (part.asked) ["pointerenter", "focusin"].forEach(sign => open.addEventListener(sign, python.prepareEarly));
    this.input.after(bar);
  }

  #open() {
    const keep = () => (this.code.read() === this.part.code ? store.forget(this.name) : store.write(this.name, this.code.read()));
    this.code = codeBox({ stub: this.part.code, label: "The cell's code" }, keep, () => run.click());
    this.code.write(store.read(this.name) ?? this.part.code);
    this.shown = make("div", { className: "live-output" });
    this.line = new Line();
    const run = button("Run", () => this.#run(), { className: "live-start" });
    const over = button("Start over", () => this.#startOver());
    this.box = make("div", { className: "live live-exercise" }, this.code.element,
      make("div", { className: "live-buttons" }, run, over, this.line.element), this.shown);
    this.input.after(this.box);
    this.input.hidden = true;
    this.code.focus();
  }

  async #run() {
    const { key, before, packages, data } = this.part, code = this.code.read(), turn = this.turn;
    const { html, stopped } = await this.line.ask({ do: "run", with: [key, before, code, changes(this.part)] }, { packages, data });
    if (turn !== this.turn) return; // started over meanwhile
    this.shown.innerHTML = html;
    if (!stopped) this.#ran(code);
    this.line.say(stopped ? "" : "Done.");
    if (this.output) this.output.hidden = true;
  }

  #ran(code) {
    const name = `ran/${this.part.key}`, own = code === this.part.code ? null : code;
    if (store.read(name) === own) return;
    if (own) store.write(name, own); else store.forget(name);
    events.dispatchEvent(new CustomEvent("changed", { detail: this.part.key }));
  }

  #startOver() {
    this.turn += 1;
    store.forget(this.name);
    this.code.write(this.part.code);
    this.#ran(this.part.code);
    this.shown.replaceChildren();
    this.line.say("");
    if (this.output) this.output.hidden = false;
  }
}

export const cell = (place, part) => new Cell(place, part);
