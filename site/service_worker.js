// Lets a reader who has used Python here open what they had opened without a connection. `course site` writes the
// build's files above this, as FILES (path below the site's folder -> sha256) and PYTHON (paths of all that Python is).
//
// What is kept is called by path and hash: of this build or of none. A cache that is filled by half lacks the rest and
// holds nothing wrong, a new build fetches what it has changed, and a file that is not this build's is never kept.

const HERE = new URL("./", self.location).href;
const CACHE = `cnns-by-hand ${HERE}`;

/** The build's file at an address, or undefined: then the browser does what it does without us. */
function nameOf(address) {
  if (!address.startsWith(HERE)) return undefined;
  const path = new URL(address).pathname.slice(new URL(HERE).pathname.length);
  const name = decodeURIComponent(path).replace(/(^|\/)$/, "$1index.html");
  return Object.hasOwn(FILES, name) ? name : undefined;
}

const addressOf = name => `${HERE}${encodeURI(name)}`;
const keyOf = name => `${addressOf(name)}?sha256=${encodeURIComponent(FILES[name])}`;

/** A file of this build, checked; the browser's own cache may hold another build's for some minutes. */
async function fetched(name) {
  const integrity = `sha256-${FILES[name]}`;
  const found = await fetch(addressOf(name), { integrity }).catch(() => fetch(addressOf(name), { integrity, cache: "reload" }));
  if (!found.ok) throw new Error(`${name} is not there (${found.status}).`);
  return found.redirected ? new Response(found.body, found) : found; // to a page the browser takes no other's answer
}

async function keep(names) {
  const cache = await caches.open(CACHE);
  for (const name of names) if (!await cache.match(keyOf(name))) await cache.put(keyOf(name), await fetched(name));
}

/** Pages that turned out to be another build's, by what the browser calls them: what they ask for is the network's. */
const others = new Set();

async function answer({ request, resultingClientId }, name) {
  if (request.mode === "navigate" && await gaveWay()) return new Response("", { headers: { Refresh: "0" } });
  const cache = await caches.open(CACHE);
  const kept = await cache.match(keyOf(name));
  if (kept) return kept;
  try {
    const found = await fetched(name);
    await cache.put(keyOf(name), found.clone()).catch(() => {}); // full: the reader has it all the same
    return found;
  } catch {
    if (resultingClientId) others.add(resultingClientId);
    return fetch(request);
  }
}

/** Whether a page of another build asks for a part of it; a worker that it starts is of that build too. */
function ofAnother({ request, clientId, resultingClientId }) {
  if (request.mode === "navigate" || !others.has(clientId)) return false;
  if (resultingClientId) others.add(resultingClientId);
  return true;
}

/** Whether the next build's worker has taken over: it waits for a moment in which no page of this build stands open. */
async function gaveWay() {
  if (!registration.waiting || (await clients.matchAll()).length > 1) return false;
  registration.waiting.postMessage("take over");
  return true;
}

/** What an earlier build has kept, in this build's bytes; what is the same is there already. */
async function renew() {
  const keys = await (await caches.open(CACHE)).keys();
  await keep(new Set(keys.map(({ url }) => nameOf(url)).filter(Boolean)));
}

async function forgetOthers() {
  const cache = await caches.open(CACHE), own = new Set(Object.keys(FILES).map(keyOf));
  for (const { url } of await cache.keys()) if (!own.has(url)) await cache.delete(url);
}

self.addEventListener("fetch", event => {
  const name = event.request.method === "GET" ? nameOf(event.request.url) : undefined;
  if (name && !ofAnother(event)) event.respondWith(answer(event, name));
});
self.addEventListener("install", event => event.waitUntil(renew()));
self.addEventListener("activate", event => event.waitUntil(forgetOthers()));
self.addEventListener("message", event => {
  if (event.data === "take over") return self.skipWaiting();
  const names = event.data.keep.map(nameOf).filter(Boolean), tell = is => event.ports[0].postMessage(is);
  event.waitUntil(keep([...PYTHON, ...names]).then(() => tell(true), () => tell(false)));
});
