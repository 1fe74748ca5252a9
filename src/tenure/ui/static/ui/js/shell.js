/* The frame's behaviour: menus, dialogs, messages, forms that send themselves, the loading line. No state of its own;
   everything hangs on attributes, so that what htmx swaps in works at once. */
(() => {
  "use strict";
  const root = document.documentElement;
  const YEAR = 31536000;

  const remember = (name, value) => {
    document.cookie = `${name}=${value};path=/;max-age=${YEAR};samesite=lax`;
  };

  /* --- loading line: within 100 ms of a click --- */
  let waiting = 0;
  const busy = (on) => {
    waiting = Math.max(0, waiting + (on ? 1 : -1));
    root.classList.toggle("t-busy", waiting > 0);
  };
  window.addEventListener("pagehide", () => { waiting = 0; });
  window.addEventListener("pageshow", () => { waiting = 0; root.classList.remove("t-busy"); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const leaves = link && !link.target && !link.hasAttribute("download") && !event.defaultPrevented &&
      !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0 &&
      link.origin === location.origin && !link.getAttribute("href").startsWith("#");
    if (leaves) root.classList.add("t-busy");
  });
  document.addEventListener("htmx:beforeRequest", () => busy(true));
  document.addEventListener("htmx:afterRequest", () => busy(false));

  /* --- htmx: the form token, and errors said aloud --- */
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
  });
  document.addEventListener("htmx:responseError", (event) => {
    const type = event.detail.xhr.getResponseHeader("Content-Type") || "";
    const plain = type.startsWith("text/plain") ? event.detail.xhr.responseText.trim() : "";
    say(plain || document.body.dataset.failed);
  });
  document.addEventListener("htmx:sendError", () => say(document.body.dataset.offline));

  const say = (text) => {
    const place = document.getElementById("flash");
    if (!place || !text) return;
    const item = document.createElement("div");
    item.className = "t-flash-item";
    item.dataset.flash = "";
    const words = document.createElement("span");
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "t-icon-button is-s t-push";
    close.dataset.dismiss = "";
    close.setAttribute("aria-label", document.body.dataset.closeWord);
    close.textContent = "×";
    item.append(words, close);
    place.append(item);
    fade(item);
  };

  /* --- messages go by themselves, later when they can be undone; never under the pointer or the focus --- */
  const fade = (item) => {
    const wait = item.querySelector("form") ? 12000 : 6000;
    const tick = () => {
      if (item.matches(":hover, :focus-within")) { setTimeout(tick, 2000); return; }
      item.remove();
    };
    setTimeout(tick, wait);
  };
  const fadeAll = (scope) => scope.querySelectorAll("[data-flash]:not([data-fading])").forEach((item) => {
    item.dataset.fading = "";
    fade(item);
  });
  document.addEventListener("DOMContentLoaded", () => fadeAll(document));
  document.addEventListener("htmx:afterSettle", () => fadeAll(document));

  /* --- menus are <details> --- */
  const menus = () => document.querySelectorAll("details.t-menu[open]");
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const results = document.getElementById("search-results");
    if (results && !event.target.closest(".t-search")) results.replaceChildren();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
      const results = document.getElementById("search-results");
      if (results) results.replaceChildren();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target.matches("[type=radio], [type=date], [type=number], select, textarea")) return; // theirs
    const list = event.target.closest("details.t-menu[open], .t-search");
    if (!list) return;
    const stops = [...list.querySelectorAll("input[type=search], summary, a, button")].filter((stop) => stop.offsetParent);
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (stops[next]) { stops[next].focus(); event.preventDefault(); }
  });

  /* --- clicks by attribute --- */
  const actions = {
    fold: () => {
      const narrow = root.classList.toggle("t-narrow");
      remember("t_rail", narrow ? "narrow" : "wide");
      document.querySelector("[data-fold]").setAttribute("aria-expanded", String(!narrow));
      window.dispatchEvent(new Event("resize"));
    },
    density: () => remember("t_rows", root.classList.toggle("t-dense") ? "dense" : "loose"),
    dialog: (from) => {
      const dialog = document.getElementById(from.dataset.dialog);
      if (dialog && !dialog.open) dialog.showModal();
    },
    close: (from) => from.closest("dialog")?.close(),
    dismiss: (from) => from.closest("[data-flash]").remove(),
    print: () => window.print(),
    reveal: (from, event) => {
      const place = document.getElementById(from.dataset.reveal);
      const details = place && place.querySelector("details");
      if (!details) return;
      event.preventDefault();
      menus().forEach((menu) => { menu.open = false; });
      details.open = true;
      place.scrollIntoView({ block: "start" });
      const field = details.querySelector("input:not([type=hidden]), select, textarea");
      if (field) field.focus({ preventScroll: true });
    },
  };
  document.addEventListener("click", (event) => {
    for (const name of Object.keys(actions)) {
      const from = event.target.closest(`[data-${name}]`);
      if (from) actions[name](from, event);
    }
    if (event.target.tagName === "DIALOG") event.target.close();
  });

  /* --- forms of filters send themselves, without empty fields in the address --- */
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && !event.target.matches("[type=search]")) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get") return;
    for (const input of form.elements) if (input.name && input.value === "") input.disabled = true;
    setTimeout(() => { for (const input of form.elements) input.disabled = false; }, 0);
  });
})();
