// As much of a page as the hand touches with a pointer: it stands in where there is node and no browser.

class Part {
  constructor() { Object.assign(this, { children: [], dataset: {}, style: {}, attributes: {}, acts: {}, held: new Set() }); }
  get classList() {
    const names = new Set((this.attributes.class ?? "").split(" "));
    const kept = act => (...given) => { act(...given), this.attributes.class = [...names].join(" "); };
    const [add, remove] = [kept(name => names.add(name)), kept(name => names.delete(name))];
    return { add, remove, contains: name => names.has(name), toggle: (name, yes) => yes ? add(name) : remove(name) };
  }
  setAttribute(name, value) { this.attributes[name] = value; if (name.startsWith("data-")) this.dataset[name.slice(5)] = value; }
  getAttribute(name) { return this.attributes[name] ?? null; }
  removeAttribute(name) { delete this.attributes[name]; }
  appendChild(child) { this.children.push(child); return child; }
  replaceChildren() { this.children = []; }
  addEventListener(name, act) { (this.acts[name] ??= []).push(act); }
  querySelector() { return null; }
  querySelectorAll() { return []; }
  contains() { return true; }
  focus() {}
  remove() {}
  getScreenCTM() { return { inverse() {} }; }
  setPointerCapture(id) { this.held.add(id); }
  hasPointerCapture(id) { return this.held.has(id); }
}

class Watcher { observe() {} disconnect() {} }
class Point { constructor(x, y) { Object.assign(this, { x, y }); } matrixTransform() { return this; } }

/** A page with the picture of an explorer: its root, and what a browser does when a pointer touches the picture. */
export function pageWith(areas) {
  const made = () => new Part(), root = made(), home = made(), picture = made();
  Object.assign(globalThis, { DOMPoint: Point, MutationObserver: Watcher, matchMedia: () => ({ matches: true }),
    document: { createElementNS: made, createElement: made } });
  picture.dataset.hand = JSON.stringify({ areas });
  root.querySelector = wanted => wanted === ".course-picture" ? home : null;
  home.querySelector = wanted => wanted === "svg[role=img]" ? picture : null;
  const layer = () => home.children[0], on = (type, event) => (layer().acts[type] ?? []).forEach(act => act({ type, preventDefault() {}, ...event }));
  const pointer = (type, id, [clientX, clientY], given = {}) => {
    const buttons = { pointerdown: 1, pointermove: 1 }[type] ?? 0, target = layer();
    on(type, { pointerId: id, clientX, clientY, button: 0, buttons, target, ...given });
    if (type === "pointerup" || type === "pointercancel") loses(id);
  };
  const loses = (id, given = {}) => {
    if (layer().held.delete(id)) on("lostpointercapture", { pointerId: id, clientX: 0, clientY: 0, target: layer(), ...given });
  };
  const spot = name => layer().children[1].children.find(one => one.dataset.name === name);
  return { root, pointer, loses, spot, on, hint: () => home.children[1].textContent };
}
