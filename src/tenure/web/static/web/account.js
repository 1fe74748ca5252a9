/* The page of one customer: on a phone the panels begin folded; in the quick log the arrows change the kind. */
(() => {
  "use strict";
  const isPhone = matchMedia("(max-width: 767px)").matches;
  const OPEN_ON_PHONE = ["panel-ctas"];

  if (isPhone) {
    document.querySelectorAll("details[data-panel]").forEach((panel) => {
      panel.open = OPEN_ON_PHONE.includes(panel.id) || `#${panel.id}` === location.hash;
    });
  }

  /* a chart that was folded away has no size until now */
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("[data-panel]") && event.target.open) window.dispatchEvent(new Event("resize"));
  }, true);
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details[data-panel]").forEach((panel) => { panel.open = true; });
  });

  document.addEventListener("keydown", (event) => {
    const text = event.target.closest(".quick-log-text");
    if (!text) return;
    if (event.key === "Escape") text.blur();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const kinds = [...text.form.querySelectorAll("[type=radio]")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const at = kinds.findIndex((kind) => kind.checked);
    kinds[(at + step + kinds.length) % kinds.length].checked = true;
  });

  /* after logging the focus goes back to the line, to log the next */
  document.addEventListener("htmx:afterSettle", (event) => {
    const text = event.target.matches?.("[data-quick-log]") && event.target.querySelector("[autofocus]");
    if (text && !isPhone) text.focus();
  });
})();
