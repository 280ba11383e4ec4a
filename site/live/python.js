// The one Python of a page: a worker that starts at the first touch, answers one message at a time, and can be stopped.

import { KEPT, together } from "./kept.js";
import * as store from "./store.js";

const OFFLINE = "Python could not be fetched. The page can be read all the same; when there is a connection, try again.";
const CANNOT = "This browser cannot run it. The page can be read all the same; a newer browser may run it.";
const STOPPED = "Stopped. Python starts anew at the next touch; your code and your explorers are kept.";
const FORGOTTEN = "All that was kept here was forgotten in another tab. Python starts anew at the next touch.";
const USED = "used", LARGEST = "pyodide/pyodide.asm.wasm";
const FIRST = ["worker.js", "fetching.js", "pyodide/pyodide.mjs"]; // what must be there before the worker can say a word

/** Tells of "step" (detail: words), "fetched" (detail: [megabytes so far, megabytes in all or 0]), "ready", "stopped"; and "kept": what is
    here opens without a connection. */
export const events = new EventTarget();

const open = new Map(); // number of a message -> how its promise ends
let worker = null, ready = null, isReady = false, number = 0, generation = 0, page = { files: [], sizes: {} };
let had = {}; // what Python was last known to keep: written is only what it has changed, or two tabs would answer each other for ever

const tell = (name, detail) => events.dispatchEvent(new CustomEvent(name, { detail }));

/** What the page was told: files to unpack, and the size of each file that Python needs, [plain, packed] bytes. */
export function configure({ files, sizes = {} }) {
  page = { files, sizes };
}

/** How many bytes go over the wire at the first touch; 0 where the page was not told. */
export const weight = () => Object.values(page.sizes).reduce((sum, [, packed]) => sum + packed, 0);

/** Which Python answers now: another number than before, and what was made in it is gone. */
export const turn = () => generation;

export const running = () => isReady;

/** Start Python unless it runs or starts already. */
export function prepare() {
  if (!ready) {
    const mine = begin().catch(error => {
      if (ready === mine) ready = null; // the next touch tries it again
      throw error;
    });
    ready = mine;
  }
  return ready;
}

/** A worker; a browser that has none, or a page that may not start one, throws at once. */
function newWorker() {
  try {
    return new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  } catch {
    throw new Error(CANNOT);
  }
}

async function begin() {
  generation += 1;
  const mine = worker = newWorker();
  worker.onmessage = ({ data }) => hear(data);
  worker.onerror = async event => {
    event.preventDefault();
    const error = new Error(await areThere(FIRST) ? CANNOT : OFFLINE); // the event itself does not tell which
    if (worker === mine) end(error);
  };
  const kept = Object.fromEntries(KEPT.map(name => [name, store.read(name)]));
  had = { ...kept };
  tell("step", "Fetching Python");
  try {
    await send({ start: { files: page.files, kept } });
  } catch (error) {
    if (worker === mine) end(error); // else it was ended by the reader, and perhaps another one starts
    throw error;
  }
  isReady = true;
  store.write(USED, "yes");
  tell("ready");
}

/** Whether files can be fetched now, whatever the browser's own cache has of them. */
async function areThere(names) {
  const isThere = name => fetch(new URL(name, import.meta.url), { cache: "no-store" }).then(({ ok }) => ok, () => false);
  return navigator.onLine && (await Promise.all(names.map(isThere))).every(Boolean);
}

/** Ask Python for something; `needs` names packages and data files to fetch first. */
export async function ask(call, { packages = [], data = [] } = {}) {
  await prepare();
  return send({ call, packages, data });
}

/** Hears of a first sign of interest: Python is there at the touch then; not where a reader saves data. */
export function prepareEarly() {
  if (!navigator.connection?.saveData) prepare().catch(() => {}); // said when it is asked for
}

/** Start Python unasked for a reader who has used it before, if all of it is still in the browser's cache. */
export async function prepareAgain() {
  if (store.read(USED) && await isCached(LARGEST)) prepareEarly();
}

async function isCached(name) {
  const kept = await fetch(new URL(name, import.meta.url), { cache: "only-if-cached", mode: "same-origin" }).catch(() => null);
  kept?.body?.cancel();
  return Boolean(kept?.ok);
}

/** End Python at once, whatever it is doing. */
export function stop() {
  end(new Error(STOPPED));
}

function send(message) {
  const id = ++number;
  worker.postMessage({ id, ...message });
  return new Promise((resolve, reject) => open.set(id, { resolve, reject }));
}

function end(error) {
  worker?.terminate();
  worker = ready = null;
  isReady = false;
  open.forEach(({ reject }) => reject(error));
  open.clear();
  tell("stopped");
}

function hear({ id, step, fetched, result, error, offline, kept = {} }) {
  if (step) return tell("step", step);
  if (fetched) return tell("fetched", megabytes(fetched));
  for (const [name, text] of Object.entries(kept)) if (text && text !== had[name]) store.write(name, had[name] = text);
  const { resolve, reject } = open.get(id) ?? {};
  open.delete(id);
  if (error) reject?.(new Error(offline ? OFFLINE : error)); else resolve?.(result);
}

/** Megabytes over the wire: the worker counts unpacked bytes, the page was told what they are packed. */
function megabytes(counts) {
  const found = Object.entries(counts).map(([name, bytes]) => ({ bytes, size: page.sizes[name] }));
  const known = found.filter(({ size }) => size).reduce((sum, { bytes, size: [plain, packed] }) => sum + packed * Math.min(1, bytes / plain), 0);
  const other = weight() ? 0 : found.reduce((sum, { bytes }) => sum + bytes, 0);
  return [(known + other) / 1e6, weight() / 1e6];
}

// What another tab has written comes into this one's file, so that neither takes the other's away; a Python that starts gets it
// when it is ready. What another tab has forgotten this one's Python still holds, and would write again: it ends.
for (const name of KEPT) {
  store.onOther(name, text => {
    if (!worker) return;
    if (text === null) end(new Error(FORGOTTEN));
    else ask({ do: "bring", with: [together(() => text, [name])] }).catch(() => {});
  });
}
