// An exercise of a lesson, answered in the page: the verdict is the notebook's, and names the mistake.

import { answer, asks } from "./answers.js";
import { Line } from "./line.js";
import { button, make } from "./make.js";
import * as python from "./python.js";
import * as store from "./store.js";

class Exercise {
  constructor(cell, part) {
    const [input, output] = [".cell_input", ".cell_output"].map(one => cell.querySelector(one));
    Object.assign(this, { part: { ...part, stub: part.stub.trimEnd() }, input, output, name: `code/${part.lesson}/${part.name}`, turn: 0 });
    if (asks(part) === "code") this.#offer(); else this.#open(); // an editor is fetched when it is wanted
  }

  #offer() {
    const text = store.read(this.name) ? "Go on with your answer" : "Answer here";
    const open = button(text, () => { bar.remove(); this.#open(); this.answer.focus(); }, { className: "live-start" });
    const bar = make("div", { className: "live live-bar" }, open, solvedBefore(this.part));
    ["pointerenter", "focusin"].forEach(sign => open.addEventListener(sign, python.prepareEarly));
    this.input.after(bar);
    if (this.output) this.output.hidden = true; // "not attempted yet", and what to do in a notebook
  }

  #open() {
    const { part } = this;
    this.answer = answer(part, () => this.#keep(), () => check.click());
    this.answer.write(store.read(this.name) ?? part.stub);
    this.verdict = make("div", { className: "live-verdict", role: "status" });
    this.line = new Line();
    const check = button("Check", () => this.#check(), { className: "live-start" });
    const words = ["Hint", "Solution"].map(what => button(what, () => this.#ask("words", what.toLowerCase())));
    const over = button("Start over", () => this.#startOver());
    this.box = make("div", { className: "live live-exercise" }, this.answer.element,
      make("div", { className: "live-buttons" }, check, ...words, over, this.line.element, solvedBefore(part)), this.verdict);
    this.answer.element.addEventListener("focusin", python.prepareEarly);
    this.input.after(this.box);
    this.input.hidden = true;
    if (this.output) this.output.hidden = true;
  }

  /** What is not written yet needs no Python to be told so. */
  #check() {
    if (this.answer.wants?.()) return show(this.verdict, `<p>${this.answer.wants()}</p>`);
    return this.#ask("check", this.answer.read(), this.part.before ?? "");
  }

  async #ask(what, ...given) {
    const { lesson, name, packages, data } = this.part, turn = this.turn;
    const { html } = await this.line.ask({ do: what, with: [lesson, name, ...given] }, { packages, data });
    if (turn === this.turn) show(this.verdict, html); // else it was started over meanwhile
  }

  #keep() {
    const code = this.answer.read();
    if (code === this.part.stub) store.forget(this.name); else store.write(this.name, code);
  }

  #startOver() {
    this.turn += 1;
    store.forget(this.name);
    this.answer.write(this.part.stub);
    this.verdict.replaceChildren();
    this.line.say("");
    this.answer.focus();
  }
}

/** Put a verdict where it is read out: the place itself is the status, so that none is in it a second time. */
function show(place, html) {
  place.innerHTML = html;
  place.querySelectorAll("[role=status]").forEach(one => one.removeAttribute("role"));
}

/** A word on an exercise that the progress says was solved. */
function solvedBefore({ progress }) {
  const entry = store.readJSON("progress")?.exercises?.[progress];
  return make("span", { className: "live-solved", textContent: entry?.solved_after ? "✓ solved before" : "" });
}

export const exercise = (cell, part) => new Exercise(cell, part);
