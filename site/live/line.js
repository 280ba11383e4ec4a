// One line beside what was touched: it says what Python does, how much was fetched, what went wrong; and it can stop it.

import { button, make } from "./make.js";
import * as python from "./python.js";

const PATIENCE = 3000; // milliseconds after which a Stop button stands there

/** A line of its own for each part of the page that asks Python for something. */
export class Line {
  constructor() {
    this.words = make("span", { role: "status" });
    this.amount = make("span", { className: "live-amount", ariaHidden: "true" }); // it changes too often to be read out
    this.bar = make("progress", { hidden: true, ariaLabel: "Fetched" });
    this.stop = button("Stop", () => python.stop(), { hidden: true, className: "live-stop" });
    this.element = make("div", { className: "live-line" }, this.words, this.bar, this.amount, this.stop);
  }

  say(words) {
    this.words.textContent = words;
  }

  /** Ask Python for something and say how it goes. What went wrong is said too, and thrown. */
  async ask(call, needs) {
    const end = this.#follow();
    try {
      const answer = await python.ask(call, needs);
      this.say("");
      return answer;
    } catch (error) {
      this.say(`⚠ ${error.message}`);
      throw error;
    } finally {
      end();
    }
  }

  /** Start Python and say how it goes. */
  async prepare(words) {
    const end = this.#follow();
    try {
      await python.prepare();
      this.say(words);
    } catch (error) {
      this.say(`⚠ ${error.message}`);
      throw error;
    } finally {
      end();
    }
  }

  #follow() {
    const ended = new AbortController(), { signal } = ended;
    python.events.addEventListener("step", ({ detail }) => this.#step(detail), { signal });
    python.events.addEventListener("fetched", ({ detail }) => this.#show(...detail), { signal });
    if (!python.running()) this.say("Fetching Python …");
    const slow = setTimeout(() => { this.stop.hidden = false; }, PATIENCE);
    return () => {
      ended.abort();
      clearTimeout(slow);
      if (document.activeElement === this.stop) this.element.closest(".live")?.querySelector("button")?.focus();
      this.stop.hidden = true;
      this.#hideAmount();
    };
  }

  #step(words) {
    this.say(`${words} …`);
    this.#hideAmount(); // it belonged to the step before
  }

  #hideAmount() {
    this.bar.hidden = true;
    this.amount.textContent = "";
  }

  #show(now, all) {
    if (python.running()) return; // small files, later
    this.bar.hidden = !all;
    if (all) Object.assign(this.bar, { max: all, value: now });
    this.amount.textContent = all ? `${now.toFixed(1)} of ${all.toFixed(1)} MB, once` : `${now.toFixed(1)} MB so far`;
  }
}
