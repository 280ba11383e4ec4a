// The hand: pointer, touch and keys on an explorer's picture, turned into changes of its state. One for all explorers.
//
// The picture is an SVG that Python writes; its attribute data-hand lists the areas that can be touched (areas.py).
// Over it lies a layer of ours that stays while the picture is written anew: it keeps the focus, lights what belongs
// together and shows where one is.

import { clamp, plain, has, indexOf, whole, filled, cellAt, under, boxOf, draggedTo, lit, stepped, nextTo, stroke, told } from "./areas.js";
import { asking, PATIENCE } from "./asking.js";

// What touches the page.
const write = (element, attributes) => { // null takes an attribute away
  for (const [name, value] of Object.entries(attributes))
    if (value === null) element.removeAttribute(name); else element.setAttribute(name, value);
  return element;
};
const drawn = (parent, tag) => parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", tag));
const put = (element, [x, y, width, height]) => write(element, { x, y, width: Math.max(width, 0), height: Math.max(height, 0) });
const part = (parent, className) => parent.appendChild(Object.assign(document.createElement("div"), { className }));

/** Lay the hand over the picture of an explorer. Returns what to call when all questions are answered, and to end. */
export function attach(root, ask) {
  const home = root.querySelector(".course-picture"), content = home.querySelector(".widget-html-content") ?? home;
  const layer = write(drawn(home, "svg"), { class: "course-layer", role: "group", "aria-label": "Touch the picture" });
  const lights = drawn(layer, "g"), spots = drawn(layer, "g"), hint = part(home, "course-hint");
  const spoken = write(part(home, "course-spoken"), { "aria-live": "polite" }), stop = new AbortController();
  const words = root.querySelector(".course-words"), calm = matchMedia("(prefers-reduced-motion: reduce)"), timers = {};
  let hand = { areas: [] }, cursor = {}, typed = {}, places = {}, press = null, shown = null;

  const on = (target, names, act) =>
    names.split(" ").forEach(name => target.addEventListener(name, act, { signal: stop.signal, passive: false }));
  const after = (name, act, wait) => { clearTimeout(timers[name]); timers[name] = setTimeout(act, wait); };
  const areaOf = name => hand.areas.find(area => area.name === name);
  const spotOf = name => [...spots.children].find(spot => spot.dataset.name === name);
  const at = event => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(layer.getScreenCTM().inverse());
    return [x, y];
  };
  const found = (event, wanted = () => true) => under(hand.areas, at(event)).find(({ area }) => wanted(area)) ?? {};
  const set = (area, gesture, cell, value) => ask({ sets: filled(area, gesture, cell, value) });
  const paint = (area, cells, erase) => ask({ paints: cells.map(cell => ({ ...filled(area, "paints", cell), erase })) });
  const valueAt = (area, cell) => typed[`${area.name}|${cell}`] ?? area.values[indexOf(area, cell)];
  const bump = (area, cell, by) => set(area, "types", cell, typed[`${area.name}|${cell}`] = plain(valueAt(area, cell) + by * area.step));

  function light(area, cell, anew = false) {
    if (!anew && area?.name === shown?.name && `${cell}` === `${shown?.cell}`) return;
    shown = area ? { name: area.name, cell } : null;
    lights.replaceChildren();
    for (const box of area ? lit(hand.areas, area, cell) : []) put(drawn(lights, "rect"), box).setAttribute("class", "course-lit");
    hint.textContent = area ? told(area, cell) : hand.hint;
  }

  function goTo(area, cell) { // the cursor of an area; what is dragged goes with it
    cursor[area.name] = cell;
    const many = area.rows * area.columns > 1, idle = !["sets", "drags", "types", "paints", "lights"].some(does => has(area[does]));
    const spot = spotOf(area.name) ?? write(drawn(spots, "rect"), { "data-name": area.name });
    write(spot, { role: many ? "slider" : "button", "aria-label": area.hint || area.name, tabindex: idle ? -1 : 0, "aria-hidden": idle || null,
      "aria-valuemin": many ? 0 : null, "aria-valuemax": many ? area.rows * area.columns - 1 : null,
      class: "course-area", "aria-valuenow": many ? indexOf(area, cell) : null, "aria-valuetext": many ? told(area, cell) : null });
    put(spot, has(area.drags) ? boxOf(area, cell) : area.box);
    return spot;
  }

  function read() { // the picture was written anew
    const svg = content.querySelector("svg[role=img]");
    hand = JSON.parse(svg?.dataset.hand ?? '{"areas": []}');
    hand.areas = hand.areas.map(whole);
    if (svg) write(layer, { viewBox: svg.getAttribute("viewBox"), style: `max-width: ${svg.style.maxWidth}` });
    for (const spot of [...spots.children]) if (!areaOf(spot.dataset.name)) spot.remove();
    for (const area of hand.areas) {
      if (press?.moved && press.area.name === area.name) continue; // it follows the pointer
      const drags = has(area.drags), [row, column] = drags && !ask.isOpen() ? area.at : cursor[area.name] ?? area.at;
      const spot = goTo(area, [clamp(row, area.rows), clamp(column, area.columns)]);
      spot.style.cursor = drags ? "grab" : has(area.paints) ? "crosshair" : has(area.sets) ? "pointer" : "default";
    }
    const area = areaOf(shown?.name);
    light(area, area && (has(area.drags) ? cursor[area.name] : [clamp(shown.cell[0], area.rows), clamp(shown.cell[1], area.columns)]), true);
    if (svg) glide(svg);
    for (const slider of root.querySelectorAll(".widget-slider")) { // its own value is rounded to one decimal
      const [name, value, handle] = [".widget-label", ".widget-readout", ".noUi-handle"].map(part => slider.querySelector(part));
      for (const one of [handle, value]) write(one, { "aria-label": name.textContent, "aria-valuetext": one === handle ? value.textContent : null });
    }
    for (const icon of root.querySelectorAll(".widget-play .fa")) write(icon.parentElement, { "aria-label": icon.className.replace(/.*fa-/, "") });
  }

  function glide(svg) { // what stands elsewhere than before comes from there
    const before = places;
    places = {};
    for (const shape of svg.querySelectorAll("[data-glides]")) {
      const { glides, from } = shape.dataset, [x, y] = places[glides] = ["x", "y"].map(name => Number(shape.getAttribute(name)));
      const start = from && !(glides in before) ? from.split(",").map(Number) : before[glides];
      if (calm.matches || !start || `${start}` === `${[x, y]}` || !has(before)) continue;
      const frames = [{ transform: `translate(${start[0] - x}px, ${start[1] - y}px)` }, { transform: "none" }];
      shape.animate(frames, { duration: from ? 320 : 120, easing: "ease-out" });
    }
  }

  function type(area, cell, start) { // a box to type a number into, over its cell
    const [x, y, width, height] = boxOf(area, cell), [wide, high] = [Math.max(width, 48), Math.max(height, 24)];
    const over = put(drawn(layer, "foreignObject"), [x + (width - wide) / 2, y + (height - high) / 2, wide, high]);
    const box = over.appendChild(document.createElement("input"));
    Object.assign(box, { inputMode: "decimal", className: "course-type", ariaLabel: told(area, cell), value: start ?? valueAt(area, cell) });
    const end = keep => {
      const value = Number(box.value.trim().replace("−", "-").replace(",", ".") || NaN);
      box.onblur = null; // taking the box away would call it
      over.remove();
      spotOf(area.name)?.focus({ preventScroll: true });
      if (keep && !Number.isNaN(value)) set(area, "types", cell, value);
    };
    box.onkeydown = event => { // Enter and Tab go on, row by row, as in a table
      const by = { Enter: 1, Tab: event.shiftKey ? -1 : 1, Escape: 0 }[event.key];
      event.stopPropagation();
      if (by === undefined) return;
      event.preventDefault();
      end(by !== 0);
      goTo(area, nextTo(area, cell, by));
      light(area, cursor[area.name]);
    };
    box.onblur = () => end(true);
    box.focus();
    if (start === undefined) box.select();
  }

  // One pointer at a time, while the layer holds it: another finger, or the ball of the hand, does nothing meanwhile.
  const isOther = ({ pointerId: id }) => press && press.event.pointerId !== id && layer.hasPointerCapture(press.event.pointerId);
  const letGo = () => {
    const { moved } = press ?? {};
    press = null;
    if (moved) read(); // what it moved has its place again
  };
  on(layer, "pointerdown", event => {
    const { area, cell } = found(event);
    if (!area || isOther(event) || event.button && !has(area.paints)) return; // they erase, or nothing
    event.preventDefault();
    layer.setPointerCapture(event.pointerId);
    press = { area, cell, event, from: at(event), erase: event.button > 0 || event.shiftKey };
    goTo(area, cell).focus({ preventScroll: true });
    light(area, cell);
    if (has(area.paints)) paint(area, [cell], press.erase);
  });
  // A finger that drags or paints does not scroll the page.
  on(layer, "touchstart", event => { const { area } = found(event.touches[0]); if (has(area?.drags) || has(area?.paints)) event.preventDefault(); });
  on(layer, "pointermove pointerup", event => { // where the pointer is let go it may have come since its last move
    if (isOther(event)) return;
    if (event.type === "pointermove" && !event.buttons) letGo(); // that it was let go was not heard, as below a menu
    const [x, y] = at(event), { area, from, cell } = press ?? found(event, one => !one.clear);
    if (!press) return light(area, cell);
    const by = [x - from[0], y - from[1]], drags = has(area.drags), before = cursor[area.name];
    press.moved ||= Math.hypot(...by) > 4;
    const to = drags ? draggedTo(area, by) : cellAt(area, [x, y]);
    if (!press.moved || !to || !(drags || has(area.paints))) return;
    if (`${to}` !== `${before}`) {
      if (drags) set(area, "drags", to); else paint(area, stroke(before, to), press.erase);
      light(area, to);
    }
    const spot = goTo(area, to), isDragged = drags && event.type === "pointermove";
    if (isDragged) put(spot, boxOf(area, draggedTo(area, by, way => way))).classList.add("course-dragged"); // smoothly
  });
  on(layer, "pointerup pointercancel lostpointercapture", event => { // a finger's capture goes from its spot to the layer
    if (isOther(event) || event.type === "lostpointercapture" && event.target !== layer) return;
    const isClick = event.type === "pointerup" && press && !(press.moved || has(press.area.paints));
    const { area, cell } = isClick ? found(press.event, one => has(one.sets) || has(one.types)) : {};
    letGo();
    if (area) has(area.sets) ? set(area, "sets", cell) : type(area, cell);
  });
  on(layer, "dblclick", event => { const { area, cell } = found(event, one => has(one.types)); if (area) type(area, cell); });
  // The right button erases: else JupyterLab opens a menu of its own.
  on(layer, "contextmenu", event => {
    if (!has(found(event).area?.paints)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  on(layer, "focusin", event => { const area = areaOf(event.target.dataset.name); light(area, cursor[area?.name]); });
  on(layer, "focusout pointerleave", event => { if (!press || event.type === "focusout") light(); });
  on(layer, "wheel", event => {
    const { area, cell } = found(event);
    if (!has(area?.types) || spotOf(area.name) !== document.activeElement) return; // else the page could not be scrolled
    event.preventDefault();
    bump(area, cell, -Math.sign(event.deltaY));
  });
  on(layer, "keydown", event => {
    const area = areaOf(event.target.dataset.name), cell = cursor[area?.name], to = area && stepped(area, cell, event.key), acts = {};
    if (has(hand.back)) acts.Escape = () => ask({ sets: hand.back });
    if (has(area?.types)) Object.assign(acts, { Enter: () => type(area, cell), PageUp: () => bump(area, cell, 1), PageDown: () => bump(area, cell, -1) });
    if (has(area?.types) && /^[-\d.,]$/.test(event.key)) acts[event.key] = () => type(area, cell, event.key);
    if (has(area?.paints)) Object.assign(acts, { Enter: () => paint(area, [cell], false), Delete: () => paint(area, [cell], true) });
    if (has(area?.sets)) acts.Enter = () => set(area, "sets", cell);
    const held = event.ctrlKey || event.metaKey || event.altKey, undo = event.key === "z" && root.querySelector(".course-undo");
    const act = held ? undo && (() => undo.click()) : acts[{ " ": "Enter", Backspace: "Delete" }[event.key] ?? event.key];
    if (held ? !act : !(to || act)) return;
    event.preventDefault();
    if (act) return act();
    goTo(area, to);
    light(area, to);
    if (has(area.drags)) set(area, "drags", to);
  });
  const take = async (event, [file]) => {
    if (!hand.drop || !file) return;
    event.preventDefault();
    ask({ file: { name: file.name, content: new DataView(await file.arrayBuffer()) } });
  };
  on(home, "dragover", event => { if (hand.drop) event.preventDefault(); });
  on(home, "drop paste", event => take(event, (event.dataTransfer ?? event.clipboardData).files));
  on(root, "course-set", event => ask({ sets: event.detail })); // a word in the lesson's text
  on(root, "input change keyup pointerup", event => { // a control was moved: if nothing comes of it, ask whether the kernel is free
    const before = hand, isFree = () => hand !== before || ask.isOpen();
    if (!home.contains(event.target)) after("free", () => { if (!isFree()) ask({}); }, PATIENCE);
  });
  const hush = () => words?.querySelector("[role=status]")?.setAttribute("aria-live", "off");
  const watch = new MutationObserver(read), listen = new MutationObserver(() => {
    hush(); // the sentence is said once, not at each step of a key held down
    after("say", () => { spoken.textContent = words.textContent; }, 400);
  });
  const end = () => {
    stop.abort();
    [watch, listen].forEach(one => one.disconnect());
    Object.values(timers).forEach(clearTimeout);
    [layer, hint, spoken].forEach(one => one.remove());
    root.classList.remove("course-touched");
  };
  watch.observe(content, { childList: true });
  if (words) { listen.observe(words, { childList: true, subtree: true }); hush(); }
  root.classList.add("course-touched");
  read();
  return { settled: () => { typed = {}; read(); }, end };
}

/** What anywidget calls: the view has no picture of its own, it finds that of the explorer it stands in. */
function render({ model, el }) {
  let hand = null, timer = null;
  const root = () => el.closest(".course-explorer");
  const ask = asking(model, { late: yes => root()?.classList.toggle("course-late", yes), settled: () => hand?.settled() });
  const begin = () => {
    if (root()?.querySelector(".course-picture svg")) hand = attach(root(), ask);
    else timer = setTimeout(begin, 50); // its picture comes into the page after it
  };
  begin();
  return () => { clearTimeout(timer); ask.stop(); hand?.end(); };
}

export default { render };
