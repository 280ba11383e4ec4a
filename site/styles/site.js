// What needs a script in a page for reading: keys reach what scrolls, and nothing stays folded on paper.

const reach = () => document.querySelectorAll(".highlight pre, .output pre, .math, .cell_output, .table-wrapper").forEach((one) => {
  const scrolls = one.scrollWidth > one.clientWidth + 1;
  if (scrolls && !one.hasAttribute("tabindex")) {
    Object.assign(one, { tabIndex: 0, role: "group", ariaLabel: one.closest(".cell_input") ? "Code" : one.matches(".math") ? "Formula" : "Output" });
  }
});
reach();
addEventListener("resize", reach);
addEventListener("toggle", reach, true);

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  closed.forEach((one) => { one.open = true; });
});
addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));
