/* Today: the work goes on where it was. After a row is done, snoozed or given away the next one is selected; "a" asks for
   the people only when it is pressed. The keys j, k, Enter, d, s are those of every list (ui/js/keys.js). */
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("#today [data-item]")];
  const isCurrent = (row) => row.classList.contains("is-current");
  let place = null;

  /* the evidence stands beside the list where there is room for it */
  const show = (row) => {
    const beside = document.getElementById("evidence");
    if (row && beside && beside.offsetParent) row.dispatchEvent(new CustomEvent("t-select", { bubbles: true }));
  };
  window.addEventListener("load", () => show(rows().find(isCurrent)));

  /* htmx swaps the whole list: the row that follows takes the place of the one that left */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id === "today") place = Math.max(0, rows().findIndex(isCurrent));
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (place === null) return;
    const list = rows();
    const next = list[Math.min(place, list.length - 1)];
    place = null;
    if (!next) return;
    list.forEach((row) => { row.classList.remove("is-current"); row.removeAttribute("aria-current"); });
    next.classList.add("is-current");
    next.setAttribute("aria-current", "true");
    next.scrollIntoView({ block: "nearest" });
    show(next);
  });

  /* the people a row may be given to come when its menu opens; the choice is focused as soon as it is there */
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.matches?.("[data-people]") || !menu.open) return;
    const first = menu.querySelector("[data-first]");
    if (first) first.focus();
    else menu.querySelector("[hx-get]").dispatchEvent(new CustomEvent("t-people"));
  }, true);
  document.addEventListener("htmx:afterSettle", (event) => {
    const menu = event.target.closest?.("[data-people][open]");
    if (menu) menu.querySelector("[data-first]")?.focus();
  });
})();
