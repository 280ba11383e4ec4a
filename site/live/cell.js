// A cell of a lesson that a reader may change and run again.

import { codeBox } from "./answers.js";
import { Line } from "./line.js";
import { button, make } from "./make.js";
import * as python from "./python.js";
import * as store from "./store.js";

class Cell {
  constructor(cell, part) {
    Object.assign(this, { part, input: cell.querySelector(".cell_input"), output: cell.querySelector(".cell_output"), name: `cell/${part.key}` });
    const open = button("Change it and run it", () => { bar.remove(); this.#open(); }, { className: "live-start" });
    const bar = make("div", { className: "live live-bar" }, open);
    ["pointerenter", "focusin"].forEach(sign => open.addEventListener(sign, python.prepareEarly));
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
    const { key, before, packages, data } = this.part;
    const { html } = await this.line.ask({ do: "run", with: [key, before, this.code.read()] }, { packages, data });
    this.shown.innerHTML = html;
    this.line.say("Done.");
    if (this.output) this.output.hidden = true;
  }

  #startOver() {
    store.forget(this.name);
    this.code.write(this.part.code);
    this.shown.replaceChildren();
    if (this.output) this.output.hidden = false;
  }
}

export const cell = (place, part) => new Cell(place, part);
