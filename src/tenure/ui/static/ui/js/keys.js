/* The keyboard: "/" search, "n" new, "g" and a letter to go, "j" and "k" in lists, "?" help. A list is [data-list], its
   rows are [data-item]; a row's link is [data-open]; [data-key="d"] inside the selected row is what "d" presses;
   [data-shortcut="l"] is the field of the page that "l" goes to. */
(() => {
  "use strict";
  let going = 0;

  const isTyping = (target) => target.isContentEditable || target.matches("input, select, textarea");
  const items = () => [...document.querySelectorAll("[data-list] [data-item]")].filter((item) => item.offsetParent);
  const current = () => document.querySelector("[data-item].is-current");

  const select = (item, { scroll = true, load = true } = {}) => {
    const before = current();
    if (before === item) return;
    if (before) { before.classList.remove("is-current"); before.removeAttribute("aria-current"); }
    item.classList.add("is-current");
    item.setAttribute("aria-current", "true");
    if (scroll) item.scrollIntoView({ block: "nearest" });
    if (load) item.dispatchEvent(new CustomEvent("t-select", { bubbles: true }));
  };

  const move = (step) => {
    const list = items();
    if (!list.length) return;
    const at = list.indexOf(current());
    select(list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + step))]);
  };

  const press = (key) => {
    const item = current();
    const target = item && item.querySelector(`[data-key="${key}"]`);
    if (!target) return false;
    if (target.tagName === "DETAILS") {
      target.open = true;
      const field = target.querySelector("textarea, input:not([type=hidden]), select, button");
      if (field) field.focus();
    } else {
      target.click();
    }
    return true;
  };

  const goTo = (key) => {
    const field = document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`);
    if (!field) return false;
    field.focus();
    return true;
  };

  const single = {
    "/": () => { const field = document.querySelector("[data-search]"); if (field) { field.focus(); field.select(); } },
    "?": () => { const help = document.getElementById("keys"); if (help && !help.open) help.showModal(); },
    n: () => { const menu = document.querySelector("[data-new]"); if (menu) { menu.open = true; menu.querySelector("a").focus(); } },
    g: () => { going = Date.now(); },
    j: () => move(1),
    k: () => move(-1),
    Enter: () => { const link = current() && current().querySelector("[data-open]"); if (link) link.click(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]") || event.target.closest("details[open]")) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    if (Date.now() - going < 1500 && event.key !== "g") {
      going = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    const act = single[event.key];
    if (act) { act(); if (event.key !== "Enter") event.preventDefault(); return; }
    if (event.key.length === 1 && (press(event.key) || goTo(event.key))) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) select(item, { scroll: false, load: !event.target.closest("a, button, summary, input, textarea, select, label") });
  });
})();
