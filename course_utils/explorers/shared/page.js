// What a page does once, however many explorers stand in it; in JupyterLab and on the site.
// It stands in an attribute there and is a module here: nothing is imported or exported.

const page = document.body;
if (!page.dataset.courseExplorers) {
  page.dataset.courseExplorers = "watched";

  // JupyterLab takes keys from whatever has the focus within a cell, lists, sliders and buttons included, unless one
  // types into it: arrows go to another cell, "m" makes the cell Markdown, "d d" deletes it. It listens at the document,
  // so what the body keeps back never comes there, and the control has had its key before. Ctrl and Cmd go on, to save
  // or to run, but for those that would move, mark or merge cells.
  page.addEventListener("keydown", event => {
    const goesOn = (event.ctrlKey || event.metaKey) && !/^(Arrow.*|Backspace|a|m)$/i.test(event.key);
    if (event.target.closest(".course-explorer") && !goesOn) event.stopPropagation();
  });

  // A word of a lesson's text that sets the explorer beside it: a link to #set:name=value&name=value. On the site that
  // explorer may still be asleep.
  page.addEventListener("click", event => {
    const link = event.target.closest('a[href*="#set:"]');
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    const wanted = decodeURIComponent(link.href.split("#set:")[1]).split("&").map(one => one.split("="));
    const read = text => { try { return JSON.parse(text); } catch { return text; } };
    const here = link.getBoundingClientRect().top, away = one => {
      const place = one.getBoundingClientRect();
      return Math.max(place.top - here, here - place.bottom);
    };
    const there = [...page.querySelectorAll(".course-explorer, .course-explorer-asleep")].filter(one => one.checkVisibility());
    const nearest = there.sort((one, other) => away(one) - away(other))[0];
    const detail = Object.fromEntries(wanted.map(([name, value]) => [name, read(value)]));
    nearest?.dispatchEvent(new CustomEvent("course-set", { detail }));
    nearest?.scrollIntoView({ block: "nearest" });
  }, true);

  // Whoever clicks beside a slider's handle goes on with arrow keys: it must have them, and not the cell. Pressed and
  // let go: what JupyterLab does in between may take the focus to the cell.
  for (const moment of ["mousedown", "mouseup"]) page.addEventListener(moment, event => {
    const slider = event.target.closest(".course-explorer .noUi-target");
    if (slider) setTimeout(() => slider.querySelector(".noUi-handle").focus());
  }, true);
}
