// The chart of the explorer, to touch and to zoom. It reads the table that the page shows without it, so both say the same.
import { LineChart } from "echarts/charts";
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([LineChart, AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const COLOURS = ["--series-1", "--series-2", "--series-3", "--series-4"];
const SYMBOLS = ["circle", "rect", "triangle", "diamond"];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function read(table) {
  const labels = [...table.tBodies[0].rows].map((row) => row.cells[0].textContent.trim());
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
  const cells = (column) => [...table.tBodies[0].rows].map((row) => row.cells[column + 1]);
  return { labels, series: names.map((name, column) => ({ name, cells: cells(column) })) };
}

function options(figure, data, still) {
  const ink = colour("--ink");
  return {
    animation: !still,
    aria: { enabled: false },
    color: COLOURS.map(colour),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink, fontSize: 14 },
    grid: { left: 56, right: 24, top: 48, bottom: 80 },
    legend: { top: 4, type: "scroll", textStyle: { color: ink } },
    dataZoom: [{ type: "slider", bottom: 8, height: 24, brushSelect: false, textStyle: { color: ink } }],
    xAxis: { type: "category", data: data.labels, axisLabel: { color: ink, hideOverlap: true } },
    yAxis: { type: "value", max: Number(figure.dataset.maximum) || undefined, min: 0, axisLabel: { color: ink }, splitLine: { lineStyle: { color: colour("--line") } } },
    tooltip: {
      trigger: "axis",
      confine: true,
      renderMode: "richText",
      formatter: (points) => [points[0].name, ...points.map((point) => `${point.seriesName}: ${data.series[point.seriesIndex].cells[point.dataIndex].textContent.trim()}`)].join("\n"),
    },
    series: data.series.map((one, number) => ({
      name: one.name,
      type: "line",
      symbol: SYMBOLS[number % SYMBOLS.length],
      symbolSize: 9,
      lineStyle: { width: 3, type: ["solid", "dashed", "dotted", "solid"][number % 4] },
      data: one.cells.map((cell) => (cell.dataset.value === "" ? null : Number(cell.dataset.value))),
    })),
  };
}

function upgrade(figure) {
  const drawing = figure.querySelector("svg");
  const table = figure.querySelector("table");
  if (!drawing || !table) return;
  const place = document.createElement("div");
  place.className = "chart-live";
  place.setAttribute("aria-hidden", "true");
  drawing.replaceWith(place);
  const legend = figure.querySelector(".chart-legend");
  if (legend) legend.hidden = true;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(options(figure, read(table), still));
  new ResizeObserver(() => chart.resize()).observe(place);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.setOption(options(figure, read(table), true), true));
}

document.querySelectorAll("[data-chart] figure").forEach(upgrade);
const form = document.querySelector("[data-explore]");
if (form) form.addEventListener("change", () => form.requestSubmit());
