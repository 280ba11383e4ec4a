// Runs Python beside the page. Messages: `start`, then `call`s, each answered in turn; see python.js.

import { loadPyodide } from "./pyodide/pyodide.mjs";
import { countFetches } from "./fetching.js";
import { KEPT } from "./kept.js";

const HERE = new URL("./", import.meta.url).href;
const HOME = "/home/pyodide";
const DATA = "/course/course_utils/data/page";

const BEGIN = `
import os, sys
os.environ["COURSE_PROGRESS"] = "${HOME}/progress.json"
sys.path.insert(0, "/course")
from course_utils.in_browser.page import Page, answer
_page = Page()
lambda message: answer(_page, message)
`;

let python, answer;
const fetched = new Set();

const hasFailed = countFetches(HERE, counts => postMessage({ fetched: counts }));

async function bytesOf(name) {
  const response = await fetch(HERE + name);
  if (!response.ok) throw new Error(`${name} is not there (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

async function start({ files, kept }) {
  const archives = Promise.all(files.map(bytesOf)); // beside Python's own files
  archives.catch(() => {}); // heard below
  python = await loadPyodide({ indexURL: `${HERE}pyodide/`, packages: ["numpy"] });
  for (const archive of await archives) python.unpackArchive(archive, "zip", { extractDir: "/course" });
  postMessage({ step: "Starting Python" });
  python.FS.mkdirTree(DATA);
  python.FS.mkdirTree(HOME);
  for (const name of KEPT) if (kept[name]) python.FS.writeFile(`${HOME}/${name}.json`, kept[name]);
  answer = python.runPython(BEGIN);
}

async function fetchNeeds({ packages = [], data = [] }) {
  const missing = packages.filter(name => !(name in python.loadedPackages));
  if (missing.length) {
    postMessage({ step: `Fetching ${missing.join(", ")}` });
    await python.loadPackage(missing, { messageCallback: () => {} });
  }
  for (const name of data.filter(one => !fetched.has(one))) {
    postMessage({ step: "Fetching images" });
    python.FS.writeFile(`${DATA}/${name}`, await bytesOf(`data/${name}`));
    fetched.add(name);
  }
}

const keptNow = () => Object.fromEntries(KEPT.map(name => [name, textOf(name)]));

function textOf(name) {
  try { return python.FS.readFile(`${HOME}/${name}.json`, { encoding: "utf8" }); } catch { return null; } // nothing was kept yet
}

async function handle(message) {
  if (message.start) {
    await start(message.start);
    return { id: message.id, result: {} };
  }
  await fetchNeeds(message);
  return { id: message.id, result: JSON.parse(answer(JSON.stringify(message.call))), kept: keptNow() };
}

/** The last line of a Python traceback says what went wrong; what could not be fetched is said by the page. */
function trouble(message, error) {
  const words = String(error?.message ?? error).trim().split("\n").at(-1);
  return { id: message.id, error: words || "Python stopped.", offline: hasFailed() };
}

let queue = Promise.resolve();
onmessage = ({ data: message }) => {
  queue = queue.then(async () => postMessage(await handle(message).catch(error => trouble(message, error))));
};
