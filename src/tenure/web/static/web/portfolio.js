/* The portfolio: choosing rows for a change of many, finding a column by its name, and the lasso of the map.
   The form [data-bulk] appears with the first choice; "all" lets the server choose what matches the address. */
(() => {
  "use strict";
  const form = () => document.querySelector("[data-bulk]");
  const checks = () => [...document.querySelectorAll("[data-check]")];

  /* what is much and seldom needed comes when it is first opened */
  const fill = (place) => place?.querySelector("[data-lazy]")?.dispatchEvent(new CustomEvent("open"));

  const show = () => {
    const bulk = form();
    if (!bulk) return;
    const all = bulk.querySelector("[data-bulk-all]");
    const chosen = checks().filter((check) => check.checked);
    const everything = bulk.querySelector("[data-bulk-everything]");
    const count = all.value ? Number(everything.dataset.count) : chosen.length;
    bulk.hidden = count === 0;
    document.documentElement.classList.toggle("t-has-bulk", count > 0);
    if (count > 0) fill(bulk);
    bulk.querySelector("[data-bulk-count]").textContent = count.toLocaleString(document.documentElement.lang);
    if (everything) everything.hidden = Boolean(all.value);
    const every = document.querySelector("[data-check-all]");
    if (every) {
      every.checked = chosen.length > 0 && chosen.length === checks().length;
      every.indeterminate = chosen.length > 0 && !every.checked;
    }
    checks().forEach((check) => check.closest("tr")?.classList.toggle("is-chosen", check.checked));
  };

  const choose = (ids) => {
    const wanted = new Set(ids.map(String));
    checks().forEach((check) => { check.checked = wanted.has(check.value); });
    const bulk = form();
    if (bulk) bulk.querySelector("[data-bulk-all]").value = "";
    show();
  };

  let last = null;
  document.addEventListener("click", (event) => {
    const check = event.target.closest("[data-check]");
    if (check) {
      const list = checks();
      if (event.shiftKey && last && list.includes(last)) {
        const [from, to] = [list.indexOf(last), list.indexOf(check)].sort((a, b) => a - b);
        list.slice(from, to + 1).forEach((one) => { one.checked = check.checked; });
      }
      last = check;
    }
    const bulk = form();
    if (!bulk) return;
    if (event.target.closest("[data-bulk-everything]")) {
      checks().forEach((one) => { one.checked = true; });
      bulk.querySelector("[data-bulk-all]").value = "1";
      show();
    }
    if (event.target.closest("[data-bulk-none]")) choose([]);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-check-all]")) {
      checks().forEach((check) => { check.checked = event.target.checked; });
    }
    if (event.target.matches("[data-check], [data-check-all]")) {
      const bulk = form();
      if (bulk) bulk.querySelector("[data-bulk-all]").value = "";
      show();
    }
  });

  /* --- find a column by its name --- */
  document.addEventListener("input", (event) => {
    const field = event.target.closest("[data-narrow]");
    if (!field) return;
    const words = field.value.trim().toLocaleLowerCase();
    document.getElementById(field.dataset.narrow).querySelectorAll("fieldset").forEach((set) => {
      let shown = 0;
      set.querySelectorAll("label").forEach((label) => {
        label.hidden = !label.textContent.toLocaleLowerCase().includes(words);
        shown += label.hidden ? 0 : 1;
      });
      set.hidden = shown === 0;
    });
  });

  /* --- the map: what the lasso holds becomes rows that are chosen, with the same actions --- */
  let map = null;
  const cell = (row, content, number) => {
    const place = row.insertCell();
    if (number) place.className = "is-num";
    place.append(content);
    return place;
  };
  const pick = (items) => {
    const place = document.querySelector("[data-map-chosen]");
    const body = place.querySelector("tbody");
    body.replaceChildren();
    items.forEach((item) => {
      const row = body.insertRow();
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "ids", value: item.pk, checked: true, className: "form-check-input" });
      box.dataset.check = "";
      box.setAttribute("form", "bulk");
      box.setAttribute("aria-label", item.name);
      cell(row, box).className = "t-check";
      cell(row, Object.assign(document.createElement("a"), { href: item.url, textContent: item.name, className: "t-name" }));
      item.texts.forEach((text, at) => cell(row, text, at < item.texts.length - 1));
    });
    place.hidden = items.length === 0;
    choose(items.map((item) => item.pk));
  };
  const tool = (type) => {
    if (!map) return;
    map.dispatchAction({ type: "takeGlobalCursor", key: "brush", brushOption: { brushType: type || false, brushMode: "single" } });
    document.querySelectorAll("[data-map-tool]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.mapTool === type)));
  };
  document.addEventListener("t-chart", (event) => {
    if (!event.target.closest("[data-map]") || map === event.detail.chart) return;
    map = event.detail.chart;
    map.on("brushSelected", (event) => {
      const option = map.getOption();
      const found = (event.batch[0]?.selected || []).flatMap((one) => one.dataIndex.map((at) => option.series[one.seriesIndex].data[at]));
      pick(found.filter(Boolean).sort((a, b) => b.symbolSize - a.symbolSize));
    });
    if (matchMedia("(pointer: fine)").matches) tool("polygon");
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-map-tool]");
    if (button) tool(button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.mapTool);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dialog]");
    if (button) fill(document.getElementById(button.dataset.dialog));
  });

  document.addEventListener("DOMContentLoaded", show);
  window.addEventListener("pageshow", show);
})();
