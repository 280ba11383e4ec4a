// Questions to the kernel: one at a time, and what is asked meanwhile is joined to the next.

import { joined } from "./areas.js";

export const PATIENCE = 700; // milliseconds without an answer after which the picture says that it is an old one

/** Asks one question at a time; what is asked meanwhile becomes one question, so the last state always arrives. */
export function asking(model, { late = () => {}, settled = () => {} } = {}) {
  let number = null; // of the question that is open
  let next = null; // what has been asked since
  let timer = null;
  const go = () => {
    number = (model.get("asked").number ?? 0) + 1; // there may be a second view of the same explorer
    model.set("asked", { ...next, number });
    next = null;
    timer ??= setTimeout(late, PATIENCE, true);
    try { model.save_changes(); } catch { /* no kernel: the picture stays, and says after a while that it is old */ }
  };
  const done = () => {
    if (model.get("answered") !== number) return;
    clearTimeout(timer);
    number = timer = null;
    late(false);
    if (next) go(); else settled();
  };
  model.on("change:answered", done);
  const ask = question => {
    next = joined(next, question);
    if (number === null) go();
  };
  const forget = () => { next = null; };
  return Object.assign(ask, { isOpen: () => number !== null, forget, stop: () => model.off("change:answered", done) });
}
