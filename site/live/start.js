// Makes the explorers, exercises, forms and cells of a page live. Nothing is fetched before a reader shows interest; a reader
// who has used Python before has it in the browser's cache, and it starts from there when the page has come to rest.

import "./page.js";
import { bar } from "./bar.js";
import { cell } from "./cell.js";
import { exercise } from "./exercise.js";
import { explorer } from "./explorer.js";
import { form } from "./form.js";
import * as python from "./python.js";

const KINDS = { explorer, exercise, cell, form };

const page = JSON.parse(document.getElementById("live-page").textContent);
python.configure(page);
const parts = page.parts.filter(({ kind, tag }) => KINDS[kind] && document.querySelector(`.cell.tag_${tag}`));
for (const part of parts) KINDS[part.kind](document.querySelector(`.cell.tag_${part.tag}`), part);
if (parts.length) {
  const place = document.getElementById("live-bar"), title = document.querySelector("h1");
  if (place) place.append(bar(parts)); else title?.after(bar(parts));
  (self.requestIdleCallback ?? setTimeout)(() => python.prepareAgain().catch(() => {}));
}
