// What the site's front end does when things go together or go wrong; run by tests/test_site_live.py where there is node.
import assert from "node:assert/strict";
import test from "node:test";
import { browser, buttonOf, cellOf, opened, rest, storage } from "./support/tab.mjs";

const SLIDER = { kind: "IntSlider", name: "size", min: 0, max: 9, step: 1, value: 0 };
const PLAY = { kind: "Play", name: "", min: 0, max: 9, step: 1, value: 0, interval: 5 };
const seen = (controls = [SLIDER]) => ({ tree: 0, controls, svg: "<svg></svg>", words: "seen", problem: "", state: { size: 1 } });

/** An explorer that was begun in a tab of its own, and the messages that its Python has not answered. */
async function begun(controls) {
  const tab = await opened(), { explorer } = await tab.part("explorer");
  const made = explorer(cellOf(), { key: "e", code: "E()", packages: [], data: [] });
  made.begin();
  await answers(tab, {}, seen(controls));
  return { tab, made, ask: made.root.ask };
}

/** Python answers one message after the other. */
async function answers(tab, ...results) {
  for (const result of results) {
    await rest();
    tab.worker.answer({ result });
  }
  await rest();
}

const asked = tab => (tab.worker.isEnded ? [] : tab.worker.open.map(({ call }) => call?.do));

test("the hand goes on after Stop, though it had joined a next question", async () => {
  const { tab, ask } = await begun();
  ask({ sets: { size: 1 } });
  await rest();
  ask({ sets: { size: 2 } });
  tab.python.stop();
  await rest();
  ask({ sets: { size: 3 } });
  await answers(tab, {}, seen());
  assert.deepEqual(tab.worker.open.map(({ call }) => call.with[1].sets), [{ size: 3 }]);
  await answers(tab, seen());
  assert.ok(!ask.isOpen());
});

test("the hand goes on after Stop, though it waited behind a slider", async () => {
  const { tab, made, ask } = await begun();
  made.inputs[0].element.children[1].valueAsNumber = 5;
  made.inputs[0].element.children[1].dispatchEvent(new Event("input"));
  await rest();
  ask({ sets: { size: 1 } });
  ask({ sets: { size: 2 } });
  tab.python.stop();
  await rest();
  assert.ok(!ask.isOpen());
  ask({ sets: { size: 3 } });
  await answers(tab, {}, seen(), seen());
  assert.ok(!ask.isOpen());
});

for (const [what, act] of [
  ["Start over", ({ made }) => buttonOf(made.root, "Start over").click()],
  ["a cell above that was run", async ({ tab }) => (await tab.part("cell")).events.dispatchEvent(new CustomEvent("changed", { detail: "above" }))],
]) {
  test(`the hand goes on after ${what}, though it waited behind a slider`, async () => {
    const all = await begun(), { tab, made, ask } = all;
    made.part.uses = { above: "a = 1" };
    made.inputs[0].element.children[1].valueAsNumber = 5;
    made.inputs[0].element.children[1].dispatchEvent(new Event("input"));
    await rest();
    ask({ sets: { size: 1 } });
    ask({ sets: { size: 2 } });
    await act(all);
    await answers(tab, seen(), seen());
    assert.ok(!ask.isOpen(), "what waited is forgotten");
    assert.deepEqual(asked(tab), []);
    ask({ sets: { size: 3 } });
    await rest();
    assert.deepEqual(tab.worker.open.map(({ call }) => call.with[1].sets), [{ size: 3 }]);
  });
}

const PROGRESS = "cnns-by-hand/progress";

/** A Python that keeps exercises by name, and a bit in `own` that no other tab's takes the place of. */
function keeper(own = {}) {
  let kept = null;
  return message => {
    if (message.start) kept = JSON.parse(message.start.kept.progress ?? "{}");
    else if (message.call.do === "bring") kept = { ...JSON.parse(message.call.with[0]), ...kept };
    else kept = { ...kept, ...own, [message.call.do]: 1 };
    return { id: message.id, kept: { progress: kept && Object.keys(kept).length ? JSON.stringify(kept) : null } };
  };
}

const keptOf = shared => JSON.parse(shared.texts.get(PROGRESS) ?? "{}");

test("two tabs that know different things do not answer each other for ever", async () => {
  const shared = storage(), tabs = [];
  for (const mine of ["one", "other"]) tabs.push(await opened({ shared, answers: keeper({ mine }) }));
  for (const tab of tabs) await tab.python.ask({ do: "a" });
  for (let round = 0; round < 10; round++) await rest();
  const before = shared.writes;
  for (let round = 0; round < 10; round++) await rest();
  assert.equal(shared.writes, before);
});

test("what a tab answers without keeping anything new is not written again", async () => {
  const shared = storage(), tab = await opened({ shared, answers: keeper() });
  await tab.python.ask({ do: "a" });
  shared.texts.set(PROGRESS, "another tab's");
  await tab.python.ask({ do: "a" });
  assert.equal(shared.texts.get(PROGRESS), "another tab's");
});

test("what another tab keeps while this one's Python starts is brought into it", async () => {
  const shared = storage(), slow = await opened({ shared }), other = await opened({ shared, answers: keeper() });
  const { python } = slow, answer = keeper(), asked = python.ask({ do: "b" });
  await other.python.ask({ do: "a" });
  await rest();
  shared.tabs = [slow]; // the other is closed: nobody else brings both together
  slow.answers = answer;
  slow.worker.answer(answer(slow.worker.open[0]));
  await asked;
  for (let round = 0; round < 5; round++) await rest();
  assert.deepEqual(Object.keys(keptOf(shared)).filter(name => name.length === 1).sort(), ["a", "b"]);
});

test("what was forgotten in another tab does not come back", async () => {
  const shared = storage(), one = await opened({ shared, answers: keeper() }), other = await opened({ shared, answers: keeper() });
  const { python } = one;
  await python.ask({ do: "a" });
  other.store.forgetAll();
  await rest();
  await python.ask({ do: "b" });
  await rest();
  assert.deepEqual(keptOf(shared), { b: 1 });
});

test("what was being asked is told that another tab has forgotten all", async () => {
  const shared = storage(), one = await opened({ shared, answers: keeper() }), other = await opened({ shared });
  const { python } = one;
  await python.ask({ do: "a" });
  one.answers = null;
  const asked = python.ask({ do: "b" });
  await rest();
  other.store.forgetAll();
  await assert.rejects(asked, /another tab/);
});

const NO_ROOM = /has no room/;

test("a storage that gets full is told once, and its work is there until the page is closed", async () => {
  const shared = storage(), tab = await opened({ shared }), made = (await tab.part("bar")).bar([]);
  tab.store.write("code/a", "short");
  assert.doesNotMatch(made.textContent, NO_ROOM);
  shared.room = 3;
  let told = 0;
  tab.store.events.addEventListener("full", () => { told += 1; });
  for (const text of ["much longer", "longer still"]) tab.store.write("code/a", text);
  assert.match(made.textContent, NO_ROOM);
  assert.equal(told, 1);
  assert.equal(tab.store.read("code/a"), "longer still");
});

test("a storage that is full when a page opens is read all the same", async () => {
  const shared = storage();
  shared.texts.set("cnns-by-hand/code/a", "kept before");
  shared.room = 0;
  const tab = await opened({ shared }), made = (await tab.part("bar")).bar([]);
  assert.equal(tab.store.read("code/a"), "kept before");
  assert.ok(tab.store.keeps);
  tab.store.write("code/a", "new");
  assert.match(made.textContent, NO_ROOM);
});

test("a storage that takes nothing from the first is told as one that keeps nothing", async () => {
  const shared = Object.assign(storage(), { room: 0 }), tab = await opened({ shared }), made = (await tab.part("bar")).bar([]);
  tab.store.write("code/a", "new");
  assert.equal(tab.store.read("code/a"), "new");
  assert.match(made.textContent, /keeps nothing/);
  assert.doesNotMatch(made.textContent, NO_ROOM);
});

for (const [why, fails] of [
  ["Stop", async tab => tab.python.stop()],
  ["an answer that fails", async tab => tab.worker.answer({ error: "It could not be fetched.", offline: true })],
]) {
  test(`play ends with ${why}, and starts no Python anew`, async () => {
    const { tab, made } = await begun([PLAY]), press = made.inputs[0].element;
    press.click();
    while (!tab.worker.open.length) await rest();
    await fails(tab);
    await new Promise(resolve => setTimeout(resolve, 50)); // ten of its steps
    assert.equal(press.textContent, "▶ play");
    assert.equal(tab.workers.length, 1);
    assert.deepEqual(tab.worker.open, []);
  });
}

test("a slider tells its value to a screen reader once", async () => {
  const { made } = await begun(), [, range, shown] = made.inputs[0].element.children;
  range.valueAsNumber = 5;
  range.dispatchEvent(new Event("input"));
  assert.equal(range.ariaValueText, "5");
  assert.equal(shown.textContent, "5");
  assert.equal(shown.ariaHidden, "true");
  assert.notEqual(shown.tag, "output", "it would be read out beside the slider's own value");
});

/** An exercise with one line to write, and a cell, each opened in a tab of its own. */
async function openedPart(name, part) {
  const tab = await opened(), { [name]: make } = await tab.part(name);
  return { tab, made: make(cellOf(), { key: "k", packages: [], data: [], ...part }) };
}

test("an answer that arrives after Start over does not undo it", async () => {
  const { tab, made } = await openedPart("exercise", { lesson: "01", name: "size", stub: "size = ..." });
  made.answer.write("size = 5");
  buttonOf(made.box, "Check").click();
  await answers(tab, {});
  buttonOf(made.box, "Start over").click();
  await answers(tab, { html: "Not yet" });
  assert.equal(made.verdict.innerHTML, "");
  made.answer.write("size = 6");
  buttonOf(made.box, "Check").click();
  await answers(tab, { html: "Right" });
  assert.equal(made.verdict.innerHTML, "Right");
});

test("what a cell shows after Start over does not come back, nor counts below", async () => {
  const { tab, made } = await openedPart("cell", { code: "a = 1", before: "" });
  buttonOf(made.input.parent, "Change it").click();
  made.code.write("a = 2");
  buttonOf(made.box, "Run").click();
  await answers(tab, {});
  buttonOf(made.box, "Start over").click();
  await answers(tab, { html: "2", stopped: false });
  assert.equal(made.shown.innerHTML, "");
  assert.equal(tab.store.read("ran/k"), null);
  assert.equal(made.output.hidden, false);
});

for (const [why, onLine, isThere, words] of [
  ["no connection", false, true, /could not be fetched/],
  ["files that cannot be fetched", true, false, /could not be fetched/],
  ["files that are there and do not run", true, true, /This browser cannot run it/],
]) {
  test(`a worker that fails is told by its cause: ${why}`, async () => {
    const tab = await opened(), asked = tab.python.prepare(), { fetch } = globalThis;
    browser.onLine = onLine;
    globalThis.fetch = async () => ({ ok: isThere });
    tab.worker.onerror(new Event("error", { cancelable: true }));
    await assert.rejects(asked, words);
    Object.assign(browser, { onLine: true });
    globalThis.fetch = fetch;
    assert.ok(tab.worker.isEnded);
  });
}

test("when Python is ready its button goes, and the keys stay at the next one", async () => {
  const tab = await opened(), made = (await tab.part("bar")).bar([]), prepare = buttonOf(made, "Prepare Python");
  document.body.append(made);
  prepare.focus();
  prepare.click();
  await answers(tab, {});
  assert.equal(prepare.parent, null);
  assert.equal(document.activeElement.textContent, "Take progress out");
});

test("Stop while an explorer is made again is said in its line, and no error is left over", async () => {
  for (const act of [
    ({ made }) => buttonOf(made.root, "Start over").click(),
    ({ made, cell }) => { made.part.uses = { above: [] }; cell.events.dispatchEvent(new CustomEvent("changed", { detail: "above" })); },
  ]) {
    const { tab, made } = await begun(), left = [], note = reason => left.push(reason);
    process.on("unhandledRejection", note);
    act({ made, cell: await tab.part("cell") });
    await rest();
    assert.deepEqual(asked(tab), ["explorer"]);
    tab.python.stop();
    await rest();
    process.off("unhandledRejection", note);
    assert.deepEqual(left, []);
    assert.match(made.line.element.textContent, /Stopped/);
    made.root.ask({ sets: { size: 1 } });
    await answers(tab, {}, seen(), seen());
    assert.ok(!made.root.ask.isOpen());
  }
});

test("a worker that cannot be made is said, and made at the next touch", async () => {
  const tab = await opened(), { explorer } = await tab.part("explorer"), { Worker } = globalThis;
  const made = explorer(cellOf(), { key: "e", code: "E()", packages: [], data: [] });
  globalThis.Worker = class { constructor() { throw new DOMException("not here", "SecurityError"); } };
  await assert.rejects(made.begin(), /This browser cannot run it/);
  globalThis.Worker = Worker;
  made.begin();
  await answers(tab, {}, seen());
  assert.ok(made.root);
});
