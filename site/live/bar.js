// At the top of a page: fetch Python now, take the progress out as the file that the installed course knows, bring one in.

import { together } from "./kept.js";
import { Line } from "./line.js";
import { button, make } from "./make.js";
import { forgetPages } from "./offline.js";
import * as python from "./python.js";
import * as store from "./store.js";

const FILE = "progress.json";
const NO_ROOM = "This browser has no room: what you do now lasts until the page is closed. Take your progress out.";
const KEPT = "This page is kept too: it opens and runs without a connection.";
const AGAIN = "Once you have used Python here, pages start it by themselves while you read, from your browser's own cache.";

/** What the page can do, in words; and the buttons. */
export function bar(parts) {
  const line = new Line();
  if (!store.keeps) line.say("This browser keeps nothing for this page: your answers last until it is closed. Take your progress out before.");
  const room = make("p", { role: "status" }); // of its own: the line goes on to say other things
  store.events.addEventListener("full", () => { room.textContent = NO_ROOM; });
  const weight = python.weight() ? ` (${(python.weight() / 1e6).toFixed(0)} MB, once)` : "";
  const prepare = button(`Prepare Python${weight}`, async () => {
    await line.prepare("Python is ready.");
    if (document.activeElement === prepare) prepare.nextElementSibling.focus(); // else the keys would begin at the top again
    prepare.remove();
  });
  const chooser = make("input", { type: "file", accept: ".json,application/json", hidden: true });
  chooser.addEventListener("change", () => bring(chooser, line).catch(() => {}));
  const again = make("p", { textContent: AGAIN });
  python.events.addEventListener("kept", () => { again.textContent = `${AGAIN} ${KEPT}`; });
  return make("div", { className: "live live-top" },
    make("p", { textContent: told(parts) }),
    make("details", {}, make("summary", { textContent: "Python and your progress" }),
      again,
      make("div", { className: "live-buttons" }, prepare,
        button("Take progress out", () => takeOut(line)),
        button("Bring progress in", () => chooser.click()),
        button("Forget all kept here", forget), chooser)),
    room, line.element);
}

function told(parts) {
  const count = kind => parts.filter(part => part.kind === kind).length;
  const many = (number, one, more) => (number ? [`${number} ${number === 1 ? one : more}`] : []);
  const found = [...many(count("explorer"), "explorer", "explorers"), ...many(count("exercise"), "exercise", "exercises"), ...many(count("form"), "form", "forms"), ...many(count("cell"), "cell", "cells")];
  return `This page runs: ${found.join(", ").replace(/, ([^,]*)$/, " and $1")} ${parts.length === 1 ? "answers" : "answer"} here, and nothing leaves your browser.`;
}

function takeOut(line) {
  const text = together(store.read);
  if (!text) return line.say("There is no progress yet: it begins with the first answer that is checked or kept.");
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: FILE });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  return line.say(`${FILE} was taken out. The installed course takes it in: course progress --import ${FILE}`);
}

async function bring(chooser, line) {
  const [file] = chooser.files;
  if (!file) return;
  const text = await file.text();
  chooser.value = "";
  const { words, problem } = await line.ask({ do: "bring", with: [text] });
  line.say(`${problem ? "⚠ " : ""}${words}`);
}

async function forget() {
  if (!confirm("Forget all code, states, progress and pages that this browser keeps of the course?")) return;
  python.stop();
  store.forgetAll();
  await forgetPages().catch(() => {}); // they are the site's, not the reader's
  location.reload();
}
