/* The chart island. A chart is a [data-chart] figure with a JSON block (made by the `chart` tag): an ECharts option in
   which "@name" is a colour of tokens.css, and a format for its values. ECharts itself is fetched with the first chart. */
(() => {
  "use strict";
  const source = document.currentScript.dataset.echarts;
  const reading = matchMedia("(prefers-color-scheme: dark)");
  const live = new Map();
  let library = null;

  const fetchLibrary = () => {
    library = library || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = () => resolve(window.echarts);
      script.onerror = reject;
      document.head.append(script);
    });
    return library;
  };

  /* --- tokens as colours ECharts understands --- */
  const probe = document.createElement("span");
  probe.hidden = true;
  const names = {
    ink: "--t-ink", "ink-2": "--t-ink-2", "ink-3": "--t-ink-3", line: "--t-line", surface: "--t-surface",
    raised: "--t-raised", sunken: "--t-sunken", accent: "--t-accent", "accent-soft": "--t-accent-soft",
    green: "--t-green-fill", amber: "--t-amber-fill", red: "--t-red-fill", neutral: "--t-line-strong",
    "series-1": "--t-series-1", "series-2": "--t-series-2", "series-3": "--t-series-3", "series-4": "--t-series-4",
    "series-5": "--t-series-5", "waterfall-up": "--t-series-1", "waterfall-down": "--t-series-4",
    "waterfall-total": "--t-series-5",
  };
  const color = (name) => {
    probe.style.color = `var(${names[name] || "--t-ink"})`;
    return getComputedStyle(probe).color;
  };
  const resolve = (value) => {
    if (typeof value === "string") return value.startsWith("@") ? color(value.slice(1)) : value;
    if (Array.isArray(value)) return value.map(resolve);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part)]));
    }
    return value;
  };

  /* --- numbers as the page writes them --- */
  const writer = (format, chinese) => {
    const [name, detail] = String(format || "number").split(":");
    const locale = chinese ? "zh-CN" : "en-US";
    const minus = (text) => text.replace("-", "\u2212");
    const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
    const money = detail && new Intl.NumberFormat(locale, { style: "currency", currency: detail });
    const short = detail && new Intl.NumberFormat(locale, { style: "currency", currency: detail, notation: "compact", maximumFractionDigits: 1 });
    const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
    const write = (value, axis) => {
      if (value === null || value === undefined || value === "-" || Number.isNaN(Number(value))) return "\u2013";
      const number = Number(value);
      if (name === "money" && money) return minus((axis ? short : money).format(number));
      if (name === "percent") return minus(percent.format(number));
      return minus((axis && Math.abs(number) >= 10000 ? compact : plain).format(number));
    };
    return write;
  };

  const MANY = 24; // categories: their first and last names would stick out of the picture
  const axisOf = (axis, write, small) => {
    const isValue = axis.type === "value" || axis.type === undefined && !axis.data;
    return {
      axisTick: { show: false },
      axisLine: { show: !isValue, lineStyle: { color: color("line") } },
      splitLine: { show: isValue && !small, lineStyle: { color: color("line") } },
      splitNumber: 4,
      ...axis,
      nameTextStyle: { color: color("ink-3"), ...(axis.nameTextStyle || {}) },
      axisLabel: {
        color: color("ink-3"), fontSize: 11, hideOverlap: true, show: !small,
        ...(isValue ? { formatter: (value) => write(value, true) } : {}),
        ...(axis.data && axis.data.length > MANY ? { alignMinLabel: "left", alignMaxLabel: "right" } : {}),
        ...(axis.axisLabel || {}),
      },
    };
  };
  const axes = (given, write, small) => {
    if (given === undefined) return undefined;
    return Array.isArray(given) ? given.map((axis) => axisOf(axis, write, small)) : axisOf(given, write, small);
  };

  const seriesOf = (series, write) => ({
    ...(series.type === "bar" ? { barMaxWidth: 36 } : {}),
    ...series,
    itemStyle: { ...(series.type === "bar" ? { borderRadius: 2 } : {}), ...(series.itemStyle || {}) },
    ...(series.label ? { label: { color: color("ink-2"), fontSize: 11, formatter: (item) => write(Array.isArray(item.value) ? item.value.at(-1) : item.value), ...series.label } } : {}),
    ...(series.markLine ? { markLine: { lineStyle: { color: color("ink-3"), type: "dashed", width: 1 }, ...series.markLine, label: { color: color("ink-2"), fontSize: 11, ...(series.markLine.label || {}) } } } : {}),
  });

  const dress = (payload, figure) => {
    const option = resolve(payload.option);
    const write = writer(payload.format, payload.chinese);
    const small = figure.querySelector(".t-chart-canvas").classList.contains("is-xs");
    const text = { color: color("ink"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
    const legend = option.legend && option.legend.show !== false;
    const full = {
      animationDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 250,
      backgroundColor: "transparent",
      textStyle: text,
      color: ["series-1", "series-2", "series-3", "series-4", "series-5"].map(color),
      ...option,
      tooltip: {
        renderMode: "richText", confine: true, backgroundColor: color("raised"), borderColor: color("line"), borderWidth: 1,
        valueFormatter: (value) => write(Array.isArray(value) ? value.at(-1) : value),
        axisPointer: { lineStyle: { color: color("ink-3") }, shadowStyle: { color: color("line"), opacity: 0.3 } },
        ...(option.tooltip || {}),
        textStyle: { ...text, ...((option.tooltip || {}).textStyle || {}) },
      },
      series: (option.series || []).map((series) => seriesOf(series, write)),
    };
    if (option.legend) full.legend = { icon: "roundRect", itemWidth: 10, itemHeight: 10, top: 0, left: 0, ...option.legend, textStyle: { ...text, color: color("ink-2") } };
    if (option.visualMap) full.visualMap = { ...option.visualMap, textStyle: { ...text, color: color("ink-3") } };
    if (option.xAxis) full.xAxis = axes(option.xAxis, write, small);
    if (option.yAxis) full.yAxis = axes(option.yAxis, write, small);
    if ((option.xAxis || option.yAxis) && !option.grid) {
      full.grid = small ? { left: 0, right: 0, top: 4, bottom: 2 } : { left: 4, right: 12, top: legend ? 34 : 22, bottom: 4, containLabel: true };
    }
    return full;
  };

  const draw = async (figure) => {
    const canvas = figure.querySelector(".t-chart-canvas");
    const data = document.getElementById(`${figure.id}-data`);
    if (!canvas || !data || canvas.hidden) return;
    const echarts = await fetchLibrary();
    let chart = live.get(figure);
    if (!chart) {
      chart = echarts.init(canvas, null, { renderer: "canvas" });
      live.set(figure, chart);
      chart.on("click", (event) => {
        const url = event.data && event.data.url;
        if (url && url.startsWith("/")) location.assign(url);
      });
    }
    chart.setOption(dress(JSON.parse(data.textContent), figure), true);
    figure.dataset.drawn = "";
    figure.dispatchEvent(new CustomEvent("t-chart", { bubbles: true, detail: { chart } }));
  };

  const drawAll = (scope) => {
    for (const [figure, chart] of live) {
      if (!figure.isConnected) { chart.dispose(); live.delete(figure); }
    }
    if (!probe.isConnected) document.body.append(probe);
    scope.querySelectorAll("[data-chart]:not([data-drawn])").forEach(draw);
  };
  const redraw = () => live.forEach((_chart, figure) => draw(figure));

  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:afterSettle", () => drawAll(document));
  reading.addEventListener("change", redraw);
  new ResizeObserver(() => live.forEach((chart) => chart.resize())).observe(document.documentElement);
  window.addEventListener("resize", () => live.forEach((chart) => chart.resize()));
  window.addEventListener("beforeprint", () => live.forEach((chart) => chart.resize()));

  /* --- the table behind the chart --- */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart-view]");
    if (!button) return;
    const figure = button.closest("[data-chart]");
    const wantsTable = button.dataset.chartView === "table";
    figure.querySelectorAll("[data-chart-view]").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    figure.querySelector(".t-chart-canvas").hidden = wantsTable;
    figure.querySelector(".t-chart-table").hidden = !wantsTable;
    if (!wantsTable) { draw(figure); live.get(figure)?.resize(); }
  });
})();
