// What a reader's browser keeps of their work: code, states of explorers, progress. Where it keeps nothing (a private
// window, a setting), all works until the page is closed.

const PREFIX = "cnns-by-hand/";
const here = new Map();

/** Tells of "full", once: what is written from then on lasts until the page is closed. */
export const events = new EventTarget();

/** The browser's storage, or null where it refuses. One that holds something is read, though it may be full by now. */
function storage() {
  try {
    if (!localStorage.length) {
      localStorage.setItem(`${PREFIX}test`, "kept");
      localStorage.removeItem(`${PREFIX}test`);
    }
    return localStorage;
  } catch {
    return null;
  }
}

const kept = storage();

export const keeps = kept !== null;

let isFull = false;

export function read(name) {
  return here.get(name) ?? kept?.getItem(PREFIX + name) ?? null;
}

/** What was kept as JSON; null where nothing was, or where it is damaged. */
export function readJSON(name) {
  try { return JSON.parse(read(name)); } catch { return null; }
}

export function write(name, value) {
  try {
    kept.setItem(PREFIX + name, value);
    here.delete(name);
  } catch { // refused, or full
    here.set(name, value);
    if (keeps && !isFull) events.dispatchEvent(new Event("full"));
    isFull = true;
  }
}

export function forget(name) {
  here.delete(name);
  kept?.removeItem(PREFIX + name);
}

/** Everything that the course keeps in this browser. */
export function forgetAll() {
  here.clear();
  for (const key of Object.keys(kept ?? {})) if (key.startsWith(PREFIX)) kept.removeItem(key);
}

/** Calls `act` with the new value when another tab wrote it, with null when one has forgotten it. */
export function onOther(name, act) {
  addEventListener("storage", ({ key, newValue }) => {
    if (key !== PREFIX + name && key !== null) return; // no key: the storage was emptied
    if (newValue === null) here.delete(name);
    act(newValue);
  });
}
