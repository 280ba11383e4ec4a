// Asks the site's service worker to keep this page and Python, for when there is no connection. Only once Python was
// used here: who reads a page has nothing kept for them.

const HERE = new URL("../../", import.meta.url);
const LATER = 3000; // milliseconds: the first moves are the reader's

/** Whether the page, with all that it needs, opens again without a connection; false where the browser does not allow it. */
export async function keepPage(data) {
  if (!navigator.serviceWorker || navigator.connection?.saveData) return false;
  await new Promise(resolve => setTimeout(resolve, LATER));
  await navigator.serviceWorker.register(new URL("service-worker.js", HERE));
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const kept = new Promise(resolve => { port1.onmessage = ({ data: is }) => resolve(is); });
  active.postMessage({ keep: shown().concat(data.map(name => new URL(`_static/live/data/${name}`, HERE).href)) }, [port2]);
  return kept;
}

/** Addresses of the page and of all that it shows. */
function shown() {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  return [location.href, ...loaded, ...[...document.images].map(({ src }) => src)];
}

/** Take away what was kept, and the worker. */
export async function forgetPages() {
  const found = await navigator.serviceWorker?.getRegistration(HERE.href);
  await found?.unregister();
  for (const name of await self.caches?.keys() ?? []) if (name.endsWith(` ${HERE.href}`)) await caches.delete(name);
}
