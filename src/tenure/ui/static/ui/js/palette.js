/* The command palette: Ctrl or Cmd and K. What stands in it is written by the server; typing narrows it by words, and what
   search finds among customers, people, tickets and notes is put above. The focus stays in the field (a combobox); the
   arrows move the selected option, Enter takes it. */
(() => {
  "use strict";
  const WAIT = 160;
  let timer = 0;
  let asking = null;

  const palette = () => document.getElementById("palette");
  const field = () => palette().querySelector("[role=combobox]");
  const options = () => [...palette().querySelectorAll("[role=option]")].filter((option) => !option.hidden);
  const chosen = () => palette().querySelector("[role=option][aria-selected=true]");

  const choose = (option) => {
    const before = chosen();
    if (before) before.setAttribute("aria-selected", "false");
    if (!option) { field().removeAttribute("aria-activedescendant"); return; }
    option.id = option.id || `palette-option-${[...palette().querySelectorAll("[role=option]")].indexOf(option)}`;
    option.setAttribute("aria-selected", "true");
    field().setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  /* what presses something that is not on this page is not offered */
  const isThere = (option) => !option.dataset.press || document.querySelector(option.dataset.press);

  const narrow = () => {
    const words = field().value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    palette().querySelectorAll("[role=group]:not([data-found])").forEach((group) => {
      let shown = 0;
      group.querySelectorAll("[role=option]").forEach((option) => {
        const text = option.querySelector("span").textContent.toLowerCase();
        option.hidden = !isThere(option) || !words.every((word) => text.includes(word));
        shown += option.hidden ? 0 : 1;
      });
      group.hidden = shown === 0;
    });
    tell();
  };

  const tell = () => {
    const found = options();
    if (!chosen() || chosen().hidden) choose(found[0]);
    palette().querySelector(".t-palette-none").hidden = found.length > 0;
    const status = palette().querySelector("[role=status]");
    status.textContent = found.length === 1 ? status.dataset.one : status.dataset.many.replace("#", found.length);
  };

  const ask = async () => {
    const text = field().value.trim();
    const place = palette().querySelector("[data-found]");
    if (asking) asking.abort();
    if (!text || !palette().dataset.palette) { place.replaceChildren(); narrow(); return; }
    asking = new AbortController();
    try {
      const address = `${palette().dataset.palette}?q=${encodeURIComponent(text)}&part=palette`;
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asking.signal });
      if (!answer.ok) return;
      place.innerHTML = await answer.text();
      choose(null);
      narrow();
    } catch (error) {
      if (error.name !== "AbortError") place.replaceChildren();
    }
  };

  const open = () => {
    if (!palette() || document.querySelector("dialog[open]")) return;
    field().value = "";
    palette().querySelector("[data-found]").replaceChildren();
    palette().showModal();
    choose(null);
    narrow();
    field().focus();
  };

  const take = (option) => {
    if (!option) return;
    palette().close();
    if (!option.dataset.press) { location.assign(option.href); return; }
    document.querySelector(option.dataset.press)?.click();
    if (option.dataset.then) document.querySelector(option.dataset.then)?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (palette()?.open) palette().close(); else open();
      return;
    }
    if (!palette()?.open || !palette().contains(event.target)) return;
    const found = options();
    const at = found.indexOf(chosen());
    const to = { ArrowDown: (at + 1) % found.length, ArrowUp: (at - 1 + found.length) % found.length, PageDown: Math.min(at + 8, found.length - 1), PageUp: Math.max(at - 8, 0) }[event.key];
    if (to !== undefined && found.length) { event.preventDefault(); choose(found[to]); }
    if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); take(chosen()); }
  });
  document.addEventListener("input", (event) => {
    if (!palette()?.contains(event.target)) return;
    choose(null);
    narrow();
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette-open]")) { open(); return; }
    const option = event.target.closest("#palette [role=option]");
    if (option && !(event.metaKey || event.ctrlKey)) { event.preventDefault(); take(option); }
  });
})();
