// Elements, as the page's parts are made of them.

/** An element with properties and children. */
export function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A button that does one thing; while that takes time, a second press does nothing, and it keeps the focus. */
export function button(text, act, properties = {}) {
  const made = make("button", { type: "button", textContent: text, ...properties });
  let isBusy = false;
  made.addEventListener("click", async () => {
    if (isBusy) return;
    isBusy = true;
    made.setAttribute("aria-disabled", "true");
    try { await act(); } catch { /* it was said where it was asked */ }
    isBusy = false;
    made.removeAttribute("aria-disabled");
  });
  return made;
}
