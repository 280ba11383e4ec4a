// As much of a browser's tab as the site's front end touches, so that node can try its modules: elements without a
// picture, a storage that tabs share, and a Python that answers when a test says so.
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = new URL("../../", import.meta.url);
const HOME = mkdtempSync(join(tmpdir(), "live-"));
process.on("exit", () => rmSync(HOME, { recursive: true, force: true }));

// Elements.

class Node extends EventTarget {
  constructor(tag) { super(); Object.assign(this, { tag, children: [], parent: null, className: "", hidden: false, attributes: {}, text: "" }); }
  get textContent() { return this.text + this.children.map(one => one.textContent).join(""); }
  set textContent(text) { this.text = text; this.children = []; }
  get innerHTML() { return this.textContent; }
  set innerHTML(html) { this.textContent = html; }
  get firstChild() { return this.children[0]; }
  get lastElementChild() { return this.children.at(-1); }
  get isConnected() { return this === document.body || Boolean(this.parent?.isConnected); }
  get #place() { return this.parent.children.indexOf(this); }
  get nextElementSibling() { return this.parent.children[this.#place + 1]; }
  get classList() {
    const names = new Set(this.className.split(" ").filter(Boolean)), put = (name, is) => { names[is ? "add" : "delete"](name); this.className = [...names].join(" "); return is; };
    return {
      add: (...all) => all.forEach(name => put(name, true)), remove: name => put(name, false),
      contains: name => names.has(name), toggle: (name, is = !names.has(name)) => put(name, is),
    };
  }
  append(...some) { some.forEach(one => this.#take(this.children.length, one)); }
  #take(place, one) {
    const node = one instanceof Node ? one : Object.assign(new Node("text"), { text: String(one) });
    node.remove();
    node.parent = this;
    this.children.splice(place, 0, node);
  }
  replaceChildren(...some) { this.text = ""; this.children = []; this.append(...some); }
  before(one) { one.remove(); this.parent.#take(this.#place, one); }
  after(one) { one.remove(); this.parent.#take(this.#place + 1, one); }
  replaceWith(one) { this.before(one); this.remove(); }
  remove() {
    if (document.activeElement === this) document.activeElement = document.body; // as a browser does
    if (this.parent) this.parent.children = this.parent.children.filter(one => one !== this);
    this.parent = null;
  }
  all() { return this.children.flatMap(one => [one, ...one.all()]); }
  querySelector(selector) { return this.all().find(one => selector.startsWith(".") && one.classList.contains(selector.slice(1))) ?? null; }
  querySelectorAll() { return []; }
  closest() { return null; }
  focus() { document.activeElement = this; }
  click() { this.dispatchEvent(new Event("click")); }
  setAttribute(name, value) { this.attributes[name] = value; }
  removeAttribute(name) { delete this.attributes[name]; }
}

const body = new Node("body");
globalThis.document = { createElement: tag => new Node(tag), body, activeElement: body };
globalThis.matchMedia = () => ({ matches: true }); // a finger: nothing takes the focus by itself
globalThis.location = { href: "", reload() {} };
globalThis.confirm = () => true;
/** What the browser says of itself; a test may change it. */
export const browser = { onLine: true };
Object.defineProperty(globalThis, "navigator", { value: browser, configurable: true });
globalThis.fetch = async () => { throw new TypeError("no network"); };

/** The cell of a lesson that a part of the page belongs to. */
export function cellOf() {
  const cell = new Node("div"), input = new Node("div"), output = new Node("div");
  input.className = "cell_input";
  output.className = "cell_output";
  cell.append(input, output);
  body.append(cell);
  return cell;
}

/** The button with these words, below an element. */
export const buttonOf = (element, words) => element.all().find(one => one.tag === "button" && one.textContent === words);

/** Let all go on that does not wait for Python. */
export async function rest() {
  for (let round = 0; round < 20; round++) await new Promise(resolve => setImmediate(resolve));
}

// What tabs share.

/** A browser's storage: what it holds, how much has room in it, how often it was written. */
export const storage = () => ({ texts: new Map(), room: Infinity, writes: 0, tabs: [] });

function view(shared, tab) {
  const change = (key, newValue, act) => {
    if ((shared.texts.get(key) ?? null) === newValue) return;
    act();
    for (const other of shared.tabs) if (other !== tab) setImmediate(() => other.heard.forEach(act => act({ key, newValue })));
  };
  const methods = {
    getItem: key => shared.texts.get(key) ?? null,
    setItem(key, text) {
      if (text.length > shared.room) throw new DOMException("full", "QuotaExceededError");
      shared.writes += 1;
      change(key, text, () => shared.texts.set(key, text));
    },
    removeItem: key => change(key, null, () => shared.texts.delete(key)),
  };
  return new Proxy({}, {
    get: (_, name) => (name === "length" ? shared.texts.size : methods[name]),
    ownKeys: () => [...shared.texts.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
}

// Tabs, and the Python of each.

const tabs = new Map(); // folder -> tab

globalThis.Worker = class {
  constructor(url) {
    this.open = [];
    this.tab = tabs.get(new URL("./", url).href);
    this.tab.workers.push(this);
  }
  postMessage(message) {
    this.open.push(message);
    if (this.tab.answers) setImmediate(() => { if (this.open.includes(message)) this.answer(this.tab.answers(message)); });
  }
  terminate() { this.open = []; this.isEnded = true; }
  answer({ id = this.open[0].id, ...rest }) {
    this.open = this.open.filter(one => one.id !== id);
    this.onmessage({ data: { id, result: {}, ...rest } });
  }
};

/** A tab with modules of its own. `answers`: what answers a message; without it a test calls `answer` of its last worker. */
export async function opened({ shared = storage(), answers = null } = {}) {
  const folder = join(HOME, String(tabs.size)), tab = { shared, answers, heard: [], workers: [] };
  cpSync(new URL("site/live/", ROOT), folder, { recursive: true });
  const hands = new URL("course_utils/explorers/shared/", ROOT);
  for (const name of readdirSync(hands)) if (name.endsWith(".js")) cpSync(new URL(name, hands), join(folder, name));
  // Its pointer needs a picture: a test asks in its place.
  writeFileSync(join(folder, "hand.js"), "export const attach = (root, ask) => { root.ask = ask; return { settled() {} }; };");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const address = pathToFileURL(`${folder}/`).href;
  tabs.set(address, tab);
  shared.tabs.push(tab);
  globalThis.localStorage = view(shared, tab);
  globalThis.addEventListener = (_, act) => tab.heard.push(act);
  tab.store = await import(`${address}store.js`); // both take the storage that stands there now
  tab.python = await import(`${address}python.js`);
  tab.part = async name => import(`${address}${name}.js`);
  Object.defineProperty(tab, "worker", { get: () => tab.workers.at(-1) });
  return tab;
}
