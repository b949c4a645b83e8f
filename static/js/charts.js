/* Draws <div data-chart="bar|line|heatmap|pie" data-source="id"> from the JSON of that id.
   The library is fetched when the first chart comes near the screen; the numbers stand in a
   table beside each chart. The shapes of the data are in docs/look.md. */
"use strict";

(() => {
  const LIBRARY = document.currentScript.dataset.library;
  const COLOURS = ["#0f5f56", "#d98a1f", "#4c7fa6", "#a65d57", "#7a6aa8", "#7d8c3c"];
  const INK = "#55635f";
  const LINE = "#e3e1d8";
  const FAINT = "#a9aea8";
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const font = getComputedStyle(document.body).fontFamily;
  let library = null;

  function load() {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = LIBRARY;
      script.onload = () => resolve(window.echarts);
      script.onerror = reject;
      document.head.append(script);
    });
    return library;
  }

  /* How a number reads; a rate as in the tables, with one decimal. */
  function words(unit) {
    const digits = unit?.includes("%") ? { minimumFractionDigits: 1, maximumFractionDigits: 1 } : { maximumFractionDigits: 2 };
    const thousands = new Intl.NumberFormat(document.documentElement.lang, digits);
    return (value) => {
      const number = Array.isArray(value) ? value.at(-1) : value;
      if (number === null || number === undefined) {
        return "—";
      }
      return unit === "¥" ? `¥${thousands.format(number)}` : thousands.format(number) + (unit ?? "");
    };
  }

  const axisLook = { axisLine: { lineStyle: { color: LINE } }, axisTick: { show: false }, axisLabel: { color: INK } };

  const common = (data) => ({
    color: COLOURS,
    animation: !calm,
    textStyle: { fontFamily: font, fontSize: 13 },
    tooltip: { valueFormatter: words(data.unit), borderColor: LINE, confine: true },
  });

  /* {x: [labels], series: [{name, values, line?, faint?}], unit?, stacked?}; faint: not complete yet */
  function axes(kind, data) {
    return {
      ...common(data),
      tooltip: { ...common(data).tooltip, trigger: "axis" },
      legend: { show: data.series.length > 1, top: 0, icon: "roundRect", textStyle: { color: INK } },
      grid: { left: 8, right: 12, top: data.series.length > 1 ? 40 : 16, bottom: 4, containLabel: true },
      xAxis: { type: "category", data: data.x, ...axisLook, axisLabel: { color: INK, hideOverlap: true } },
      yAxis: {
        type: "value",
        splitLine: { lineStyle: { color: LINE, type: "dashed" } },
        axisLabel: { color: INK, formatter: words(data.unit) },
      },
      series: data.series.map((one) => ({
        name: one.name,
        type: one.line ? "line" : kind,
        data: one.values,
        stack: data.stacked && !one.line ? "all" : undefined,
        barMaxWidth: 36,
        symbolSize: 7,
        lineStyle: { width: 2.5, type: one.faint ? "dashed" : "solid" },
        color: one.faint ? FAINT : undefined,
        itemStyle: kind === "bar" && !data.stacked ? { borderRadius: [5, 5, 0, 0] } : {},
      })),
    };
  }

  /* {x: [labels], y: [labels], cells: [[column, row, number]], faint?: [[column, row]], unit?};
     faint cells are not complete yet, and carry a star. */
  function heatmap(data) {
    const faint = new Set((data.faint ?? []).map(String));
    const isFaint = ([column, row]) => faint.has(String([column, row]));
    const most = Math.max(1, ...data.cells.map((cell) => cell[2] ?? 0));
    const number = words(data.unit);
    return {
      ...common(data),
      tooltip: {
        ...common(data).tooltip,
        formatter: ({ value }) => `${data.y[value[1]]} · ${data.x[value[0]]}: <b>${number(value)}</b>`,
      },
      grid: { left: 8, right: 8, top: 8, bottom: 4, containLabel: true },
      xAxis: { type: "category", data: data.x, ...axisLook },
      yAxis: { type: "category", data: data.y, inverse: true, ...axisLook },
      visualMap: { show: false, min: 0, max: most, inRange: { color: ["#f1f4ef", "#b9d6cc", "#5c9f90", "#0f5f56"] } },
      series: [
        {
          type: "heatmap",
          data: data.cells.map((cell) => ({
            value: cell,
            itemStyle: isFaint(cell) ? { color: "#ecebe5" } : {},
            label: { color: cell[2] > most * 0.6 && !isFaint(cell) ? "#fff" : "#1b2a2b" },
          })),
          label: { show: true, formatter: ({ value }) => number(value) + (isFaint(value) ? " *" : ""), fontSize: 12 },
          itemStyle: { borderColor: "#fff", borderWidth: 3, borderRadius: 6 },
        },
      ],
    };
  }

  /* {slices: [{name, value}], unit?} */
  function pie(data) {
    return {
      ...common(data),
      tooltip: { ...common(data).tooltip, trigger: "item" },
      series: [
        {
          type: "pie",
          radius: ["48%", "74%"],
          data: data.slices,
          label: { color: INK, formatter: "{b}\n{d}%" },
          itemStyle: { borderColor: "#fff", borderWidth: 3, borderRadius: 6 },
        },
      ],
    };
  }

  const options = {
    bar: (data) => axes("bar", data),
    line: (data) => axes("line", data),
    heatmap,
    pie,
  };

  async function draw(place) {
    const echarts = await load();
    const data = JSON.parse(document.getElementById(place.dataset.source).textContent);
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption(options[place.dataset.chart](data));
    new ResizeObserver(() => chart.resize()).observe(place);
  }

  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((one) => one.isIntersecting)) {
        near.unobserve(entry.target);
        draw(entry.target);
      }
    },
    { rootMargin: "200px" },
  );

  function watch(root) {
    root.querySelectorAll("[data-chart]:not([data-watched])").forEach((place) => {
      place.dataset.watched = "";
      near.observe(place);
    });
  }

  watch(document);
  document.addEventListener("htmx:load", ({ detail }) => watch(detail.elt));
})();
