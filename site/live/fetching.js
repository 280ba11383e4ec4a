// Counts what comes over the wire, file by file, while it comes.

const OFTEN = 100; // milliseconds between two tellings

/**
 * Let every fetch of this worker be counted; `tell` gets name -> bytes, names as they stand below `home`.
 * Returns whether one failed since this was asked last: Python's own loader says that in many ways.
 */
export function countFetches(home, tell) {
  const fetchPlain = self.fetch.bind(self), counts = {};
  let told = 0, failed = false;
  const count = (name, bytes) => {
    counts[name] = (counts[name] ?? 0) + bytes;
    if (performance.now() - told < OFTEN) return;
    told = performance.now();
    tell(counts);
  };
  self.fetch = async (request, options) => {
    const response = await fetchPlain(request, options).catch(error => { failed = true; throw error; });
    failed ||= !response.ok;
    const name = String(request.url ?? request).replace(home, "");
    if (response.ok && response.body) drain(response.clone(), bytes => count(name, bytes)).catch(() => {}); // the reader hears of it
    return response; // itself: the browser keeps WebAssembly compiled only for what it has fetched
  };
  return () => {
    const was = failed;
    failed = false;
    return was;
  };
}

async function drain({ body }, count) {
  for (const reader = body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return;
    count(value.byteLength);
  }
}
