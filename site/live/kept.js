// The files that Python keeps of a reader's work, by name without ".json": the page stores each, and hands it back.

export const KEPT = ["progress", "inventory"];

/** Some of them as one text, as the installed course writes it: the progress, and every other file under its own name.
 *  `read` gives a file's text. Null where nothing is kept. */
export function together(read, names = KEPT) {
  const texts = names.map(name => [name, read(name)]).filter(([, text]) => text);
  if (!texts.length) return null;
  try {
    const { progress, ...others } = Object.fromEntries(texts.map(([name, text]) => [name, JSON.parse(text)]));
    return JSON.stringify({ version: 1, exercises: {}, ...progress, ...others }, null, 1);
  } catch {
    return texts[0][1]; // a damaged one goes out as it is, and is told so where it comes in
  }
}
