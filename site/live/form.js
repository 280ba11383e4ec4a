// A form of a lesson, such as the inventory: one question after another, in place of the words that are stored of it.
// Python says which question comes next, and keeps each answer; here are only its inputs.

import { input, laid } from "./controls.js";
import { Line } from "./line.js";
import { button, make } from "./make.js";
import * as python from "./python.js";

class Form {
  constructor(cell, part) {
    Object.assign(this, { part, stored: cell.querySelector(".cell_output"), turn: 0 });
    this.line = new Line();
    const start = button("Begin, or go on", () => this.#begin(), { className: "live-start" });
    this.bar = make("div", { className: "live live-bar" }, start, this.line.element);
    ["pointerenter", "focusin"].forEach(sign => start.addEventListener(sign, python.prepareEarly));
    (this.stored ?? cell.lastElementChild).before(this.bar);
  }

  async #begin() {
    const seen = await this.#make();
    this.inputs = seen.controls.map((control, place) => input(control, value => this.#move(control, place, value)));
    const box = laid(seen.tree, this.inputs);
    this.root = make("div", { className: "live live-form" }, box, this.line.element);
    this.bar.replaceWith(this.root);
    if (this.stored) this.stored.hidden = true;
    this.#show(seen);
    this.#readOut();
  }

  async #make() {
    const { key, code, packages, data } = this.part;
    const seen = await this.line.ask({ do: "form", with: [key, code] }, { packages, data });
    this.turn = python.turn();
    return seen;
  }

  #show({ controls }) {
    controls.forEach((control, place) => this.inputs[place].show(control));
    this.question = controls.find(({ kind, hidden }) => kind === "HTML" && !hidden)?.value;
  }

  async #move({ kind }, place, value) {
    const before = this.question;
    if (await this.#goesOn(kind, place)) this.#show(await this.line.ask({ do: "fill", with: [this.part.key, place, value] }));
    if (kind === "Button" && this.question !== before) this.#readOut();
  }

  /** Where Python was stopped it is asked anew, and is behind the last answer that it kept: is what was touched there? */
  async #goesOn(kind, place) {
    if (this.turn === python.turn() && python.running()) return true;
    const seen = await this.#make();
    this.#show(seen);
    return kind !== "Button" && !seen.controls[place].hidden;
  }

  /** Bring the new question under the eyes and the screen reader of whoever pressed the button. */
  #readOut() {
    const question = this.root.querySelector(".live-note:not([hidden])");
    question.tabIndex = -1;
    question.focus();
  }
}

export const form = (cell, part) => new Form(cell, part);
