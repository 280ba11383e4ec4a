// Where a reader writes an answer: a choice, one line, or code. Each is an element that reads and writes code, since
// code is what Python checks and what is kept. Where nothing is written, `wants` says what to do.

import { make } from "./make.js";

/** How an exercise asks: "choice", "line" or "code". */
export const asks = part => part.asks ?? (/^\w+ = \.\.\.\s*$/.test(part.stub) ? "line" : "code");

/** Where its answer is written; `changed` is called at each change, `entered` when a key says that it is done. */
export const answer = (part, changed, entered) => ({ choice, line, code: codeBox })[asks(part)](part, changed, entered);

function choice({ key, name, stub, choices }, changed) {
  const boxes = choices.map(value => make("input", { type: "radio", name: `choice-${key}`, value }));
  const labels = boxes.map(box => make("label", { className: "live-choice" }, box, make("span", { textContent: box.value })));
  boxes.forEach(box => box.addEventListener("change", changed));
  return {
    element: make("fieldset", { className: "live-choices" }, make("legend", { textContent: "Your answer" }), ...labels),
    read: () => {
      const chosen = boxes.find(box => box.checked);
      return chosen ? `${name} = ${JSON.stringify(chosen.value)}` : stub;
    },
    wants: () => (boxes.some(box => box.checked) ? "" : "Choose an answer, then press Check."),
    write: code => boxes.forEach(box => { box.checked = code.trim() === `${name} = ${JSON.stringify(box.value)}`; }),
    focus: () => boxes[0].focus(),
  };
}

function line({ name, stub }, changed, entered) {
  const box = make("input", { type: "text", placeholder: "...", autocomplete: "off", spellcheck: false, autocapitalize: "off" });
  box.addEventListener("input", changed);
  box.addEventListener("keydown", event => { if (event.key === "Enter") { event.preventDefault(); entered(); } });
  return {
    element: make("label", { className: "live-line-answer" }, make("code", { textContent: `${name} =` }), box),
    read: () => (box.value.trim() ? `${name} = ${box.value.trim()}` : stub),
    wants: () => (box.value.trim() ? "" : "Write your answer into the field, then press Check."),
    write: code => { box.value = code === stub ? "" : code.trim().replace(`${name} = `, ""); },
    focus: () => box.focus(),
  };
}

/** A box for code: an editor where it can be loaded, else a plain one. Tab goes on to the next control. */
export function codeBox({ stub, label = "Your code" }, changed, entered) {
  const element = make("div", { className: "live-code" });
  let box = null, code = stub;
  const heard = text => { code = text; changed(); };
  const ready = edit(element, () => code, heard, entered, label).then(made => { box = made; });
  return {
    element,
    read: () => code,
    write: text => { code = text; box?.write(text); },
    focus: () => ready.then(() => box.focus()),
  };
}

async function edit(place, code, heard, entered, label) {
  try {
    const { editor } = await import("./editor.js");
    return editor(place, code(), { heard, entered, label });
  } catch {
    return plainBox(place, code(), { heard, entered, label });
  }
}

function plainBox(place, code, { heard, entered, label }) {
  const area = make("textarea", { value: code, spellcheck: false, autocapitalize: "off", rows: code.split("\n").length + 1, ariaLabel: label });
  area.addEventListener("input", () => heard(area.value));
  area.addEventListener("keydown", event => { if (isRun(event)) { event.preventDefault(); entered(); } });
  place.append(area);
  return { write: text => { area.value = text; }, focus: () => area.focus() };
}

/** Whether a key runs the code: the notebook's own, Shift or Ctrl and Enter. */
export const isRun = event => event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey);
