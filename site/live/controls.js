// An explorer's controls as plain inputs, one function for each kind of widget. Each gets the control as Python tells
// it and what to call with a new value, and returns its element and how to show the control as it stands later.

import { button, make } from "./make.js";

const IS_NAME = /\p{L}/u;

/** The input for a control. */
export function input(control, act) {
  const kind = KINDS.find(([names]) => names.test(control.kind))?.[1] ?? note;
  const made = kind(control, act);
  made.element.classList.add(...control.classes ?? []);
  return {
    element: made.element,
    /** Show the control as Python tells it; not its value while a newer one of the reader's waits. */
    show(now, isMoved = false) {
      made.element.hidden = Boolean(now.hidden);
      made.show(now, isMoved);
    },
    /** An answer has failed: what moves by itself ends, or it would start Python again and again. */
    end: () => made.end?.(),
  };
}

/** The inputs as they stand in their boxes; `tree` is a number, or a box of such. */
export function laid(tree, inputs) {
  if (typeof tree === "number") return inputs[tree].element;
  const box = make("div", { className: tree.across ? "live-row" : "live-column" }, ...tree.children.map(one => laid(one, inputs)));
  box.classList.add(...tree.classes ?? []);
  return box;
}

let groups = 0; // radio buttons of one name are one group

function radios(control, act) {
  const group = `live-radios-${++groups}`, legend = make("legend", { textContent: control.name });
  const element = make("fieldset", { className: "live-choices" }, legend);
  let labels = [];
  const choice = (text, place) => {
    const box = make("input", { type: "radio", name: group });
    box.addEventListener("change", () => act(place));
    return make("label", { className: "live-choice" }, box, make("span", { textContent: text }));
  };
  return {
    element,
    show(to, isMoved) {
      const isNew = to.options.join("\n") !== labels.map(one => one.textContent).join("\n");
      if (isNew) element.replaceChildren(legend, ...labels = to.options.map(choice));
      element.disabled = Boolean(to.disabled);
      if (!isMoved) labels.forEach((one, place) => { one.firstChild.checked = place === to.index; });
    },
  };
}

const labelled = (control, kind, ...inside) =>
  make("label", { className: `live-control live-${kind}` }, make("span", { textContent: control.name }), ...inside);

const written = value => (typeof value === "number" ? String(Number(value.toFixed(6))).replace("-", "−") : String(value));

function slider(control, act) {
  const range = make("input", { type: "range" }), shown = make("span", { className: "live-value", ariaHidden: "true" }); // the range tells it
  let now = control;
  const tell = value => {
    shown.textContent = now.options ? now.options[value] : written(value);
    range.ariaValueText = shown.textContent;
  };
  range.addEventListener("input", () => { tell(range.valueAsNumber); act(range.valueAsNumber); });
  return {
    element: labelled(control, "slider", range, shown),
    show(to, isMoved) {
      now = to;
      const [min, max, step, value] = to.options ? [0, to.options.length - 1, 1, to.index] : [to.min, to.max, to.step, to.value];
      Object.assign(range, { min, max, step: step ?? "any", disabled: Boolean(to.disabled) });
      if (isMoved) return;
      range.value = value;
      tell(value);
    },
  };
}

function list(control, act) {
  const isMany = control.kind === "SelectMultiple", select = make("select", { multiple: isMany });
  const chosen = () => (isMany ? [...select.selectedOptions].map(one => one.index) : select.selectedIndex);
  select.addEventListener("change", () => act(chosen()));
  return {
    element: labelled(control, "list", select),
    show(to, isMoved) {
      const isNew = to.options.length !== select.length || to.options.some((one, place) => select.options[place].text !== one);
      if (isNew) select.replaceChildren(...to.options.map(one => make("option", { textContent: one })));
      select.disabled = Boolean(to.disabled);
      if (isMoved && !isNew) return;
      const wanted = [to.index ?? -1].flat();
      if (isMany) [...select.options].forEach((one, place) => { one.selected = wanted.includes(place); });
      else select.selectedIndex = wanted[0];
    },
  };
}

function tick(control, act) {
  const box = make("input", { type: "checkbox" });
  box.addEventListener("change", () => act(box.checked));
  return {
    element: make("label", { className: "live-control live-tick" }, box, make("span", { textContent: control.name })),
    show(to, isMoved) {
      box.disabled = Boolean(to.disabled);
      if (!isMoved) box.checked = to.value;
    },
  };
}

function field(control, act) {
  const box = make("input", { type: "number", step: control.kind.includes("Int") ? 1 : "any" });
  const isInGrid = control.name.includes(": row ");
  if (isInGrid) box.ariaLabel = control.name;
  let now = control;
  box.addEventListener("change", () => { if (Number.isNaN(box.valueAsNumber)) box.value = now.value; else act(box.valueAsNumber); });
  return {
    element: isInGrid ? box : labelled(control, "field", box),
    show(to, isMoved) {
      now = to;
      Object.assign(box, { min: to.min ?? "", max: to.max ?? "", disabled: Boolean(to.disabled) });
      if (!isMoved) box.value = to.value;
    },
  };
}

function press(control, act) {
  const made = button(control.name, () => act(true), { className: "live-press" });
  if (control.tooltip) Object.assign(made, IS_NAME.test(control.name) ? { title: control.tooltip } : { ariaLabel: control.tooltip });
  const show = to => {
    made.disabled = Boolean(to.disabled);
    if (made.textContent !== to.name) made.textContent = to.name;
  };
  return { element: made, show };
}

/** Moves a slider on by itself: it and the slider are one value in Python. */
function play(control, act) {
  let now = control, timer = null;
  const made = button("▶ play", () => (timer ? halt() : begin()), { className: "live-press" });
  const halt = () => {
    clearInterval(timer);
    timer = null;
    made.textContent = "▶ play";
  };
  const begin = () => {
    made.textContent = "❚❚ pause";
    if (now.value >= now.max) act(now.min);
    timer = setInterval(() => (now.value >= now.max ? halt() : act(now.value + (now.step ?? 1))), control.interval);
  };
  return {
    element: made,
    show(to) {
      now = to;
      made.disabled = Boolean(to.disabled);
      if (timer && (to.disabled || to.hidden || !made.isConnected)) halt();
    },
    end: halt,
  };
}

function file(control, act) {
  const chosen = make("input", { type: "file", accept: control.accept ?? "" });
  chosen.addEventListener("change", async () => {
    const [one] = chosen.files;
    if (one) act({ name: one.name, content: base64(await one.arrayBuffer()) });
    chosen.value = ""; // the same file may be chosen again
  });
  return { element: labelled({ name: control.name || "Your own image" }, "file", chosen), show: to => { chosen.disabled = Boolean(to.disabled); } };
}

function note() {
  const words = make("div", { className: "live-note" });
  let shown = null;
  return {
    element: words,
    show(to) {
      const value = to.value ?? to.name ?? "";
      if (value === shown) return; // what is said is read out once
      shown = value;
      if (to.kind !== "HTML") { words.textContent = value; return; }
      words.innerHTML = value;
      const status = words.querySelector("[role=status]");
      if (status) { words.setAttribute("role", "status"); status.removeAttribute("role"); status.removeAttribute("aria-live"); }
    },
  };
}

const KINDS = [
  [/Slider$/, slider],
  [/^(Dropdown|Select|SelectMultiple)$/, list],
  [/^RadioButtons$/, radios],
  [/^Checkbox$/, tick],
  [/(Float|Int)Text$/, field],
  [/^Button$/, press],
  [/^Play$/, play],
  [/^FileUpload$/, file],
];

/** Bytes as text that JSON carries. */
export function base64(buffer) {
  const bytes = new Uint8Array(buffer), parts = [];
  for (let start = 0; start < bytes.length; start += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  return btoa(parts.join(""));
}
