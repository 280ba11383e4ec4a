// Keys: arrows, space, page up and down (what a presenter's remote sends), Home, End. The address keeps the place.
const slides = [...document.querySelectorAll(".slide")];
let at = 0;

function show(place) {
  at = Math.max(0, Math.min(slides.length - 1, place));
  slides[at].scrollIntoView({ behavior: "instant" });
  slides[at].focus({ preventScroll: true });
  history.replaceState(null, "", `#${at + 1}`);
}

const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1 };

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "A") return;
  const back = event.key === " " && event.shiftKey;
  const place = { Home: 0, End: slides.length - 1 }[event.key] ?? (steps[event.key] && at + (back ? -1 : steps[event.key]));
  if (place === undefined) return;
  event.preventDefault();
  show(place);
});

// Whoever scrolls goes on from there.
addEventListener("scrollend", () => {
  at = Math.round(scrollY / innerHeight);
});
addEventListener("resize", () => show(at));
addEventListener("hashchange", () => show(Number(location.hash.slice(1)) - 1));
show(Number(location.hash.slice(1) || 1) - 1);
