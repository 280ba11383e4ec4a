// Lets a reader who has used Python here open what they had opened without a connection. `course site` writes the
// build's files above this, as FILES (path below the site's folder -> sha256) and PYTHON (paths of all that Python is).
//
// What is kept is called by path and hash: of this build or of none. A cache that is filled by half lacks the rest and
// holds nothing wrong, a new build fetches what it has changed, and a file that is not this build's is never kept.

const HERE = new URL("./", self.location).href;
const CACHE = `cnns-by-hand ${HERE}`;
const SOON = 5000; // milliseconds

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

async function answer({ request }, name) {
  const isPage = request.mode === "navigate";
  if (isPage && await gaveWay()) return again();
  if (!name) return pageOfAnother(request);
  const cache = await caches.open(CACHE);
  const kept = await cache.match(keyOf(name));
  if (kept) return kept;
  try {
    const found = await fetched(name);
    await cache.put(keyOf(name), found.clone()).catch(() => {}); // full: the reader has it all the same
    return found;
  } catch {
    return isPage ? pageOfAnother(request) : fetch(request);
  }
}

/** A page of the next build: with scripts that this one keeps it would be half of each. That one's worker answers. */
async function pageOfAnother(request) {
  await nextCame();
  return await gaveWay() ? again() : fetch(request);
}

/** Look for the next build's worker, and wait for it, but not for long. */
async function nextCame() {
  const { installing } = await registration.update().catch(() => registration);
  await Promise.race([
    new Promise(resolve => installing ? installing.addEventListener("statechange", resolve) : resolve()),
    new Promise(resolve => setTimeout(resolve, SOON)),
  ]);
}

/** Whether the next build's worker has taken over: it waits for a moment in which no page of this build stands open. */
async function gaveWay() {
  if (!registration.waiting || (await clients.matchAll()).length > 1) return false;
  registration.waiting.postMessage("take over");
  return true;
}

const again = () => new Response("", { headers: { Refresh: "0" } });

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
  const { method, mode, url } = event.request;
  const name = nameOf(url), isPage = mode === "navigate" && url.startsWith(HERE);
  if (method === "GET" && (name || isPage)) event.respondWith(answer(event, name));
});
self.addEventListener("install", event => event.waitUntil(renew()));
self.addEventListener("activate", event => event.waitUntil(forgetOthers()));
self.addEventListener("message", event => {
  if (event.data === "take over") return self.skipWaiting();
  const names = event.data.keep.map(nameOf).filter(Boolean), tell = is => event.ports[0].postMessage(is);
  event.waitUntil(keep([...PYTHON, ...names]).then(() => tell(true), () => tell(false)));
});
