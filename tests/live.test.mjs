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
  const { tab, ask } = await begun(), python = await tab.part("python");
  ask({ sets: { size: 1 } });
  await rest();
  ask({ sets: { size: 2 } });
  python.stop();
  await rest();
  ask({ sets: { size: 3 } });
  await answers(tab, {}, seen());
  assert.deepEqual(tab.worker.open.map(({ call }) => call.with[1].sets), [{ size: 3 }]);
  await answers(tab, seen());
  assert.ok(!ask.isOpen());
});

test("the hand goes on after Stop, though it waited behind a slider", async () => {
  const { tab, made, ask } = await begun(), python = await tab.part("python");
  made.inputs[0].element.children[1].valueAsNumber = 5;
  made.inputs[0].element.children[1].dispatchEvent(new Event("input"));
  await rest();
  ask({ sets: { size: 1 } });
  ask({ sets: { size: 2 } });
  python.stop();
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
