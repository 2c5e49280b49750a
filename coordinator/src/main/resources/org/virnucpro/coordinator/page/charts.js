// Lines and areas over time, by uPlot, each with a legend of its own and a table.
import { byId, fill, make, table, whenOpen } from "./dom.js";
import { count, moment, rate } from "./format.js";
import { color } from "./patterns.js";

const DASHES = [[], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 4], [1, 3], [6, 2, 1, 2]];
const SECONDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800];
const MOST_LINES = 8;
const TABLE_ROWS = 60;
const MOST_BINS = 120;
const SVG = "http://www.w3.org/2000/svg";

/** One place for a chart; series: [{ name, values, color, dash, fill }]. */
export class Chart {
  constructor(place, height, format = rate) {
    this.place = place;
    this.format = format;
    this.height = height;
    this.legend = make("ul", { class: "legend" });
    this.body = make("div", { "aria-hidden": "true" });
    fill(place, this.body, this.legend);
    new ResizeObserver(() => this.plot?.setSize({ width: this.width(), height })).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
  }

  width() {
    return Math.max(200, this.place.clientWidth);
  }

  show(times, series, options = {}) {
    this.last = [times, series, options];
    if (!times.length || !series.length) {
      this.plot?.destroy();
      this.plot = null;
      this.key = null;
      fill(this.body, make("p", { class: "empty" }, "Nothing was measured yet."));
      fill(this.legend);
      return;
    }
    const data = [times.map((time) => time / 1000), ...series.map((one) => one.values)];
    const key = series.map((one) => one.name).join("\n") + color("s1");
    if (this.plot && key === this.key) {
      this.plot.setData(data);
      return;
    }
    this.plot?.destroy();
    fill(this.body);
    this.key = key;
    this.plot = new uPlot(this.options(series, options), data, this.body);
    this.legends(series);
  }

  redraw() {
    this.key = null;
    if (this.last) this.show(...this.last);
  }

  options(series, { top, unit }) {
    const axis = { stroke: color("soft"), grid: { stroke: color("line"), width: 1 }, ticks: { show: false }, font: '11px system-ui, "DejaVu Sans", sans-serif' };
    return {
      width: this.width(),
      height: this.height,
      padding: [10, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false }, sync: { key: "time" } },
      scales: { x: { time: false }, y: { range: (_, least, most) => [Math.min(0, least), top ?? (Math.max(most, 1e-9) * 1.08 || 1)] } },
      axes: [
        { ...axis, size: 26, space: 64, incrs: SECONDS, values: (_, values) => values.map((value) => moment(value * 1000, values.length > 1 ? (values[1] - values[0]) * 1000 : 1000)) },
        { ...axis, size: 46, values: (_, values) => values.map((value) => (value >= 10000 ? `${count(value / 1000)}k` : `${+value.toFixed(2)}${unit || ""}`)) },
      ],
      series: [
        {},
        ...series.map((one) => ({
          label: one.name,
          stroke: one.stroke,
          fill: one.fill,
          dash: one.dash,
          width: 1.6,
          points: { show: series.length && this.last[0].length < 3 },
          spanGaps: false,
        })),
      ],
      hooks: { setCursor: [(plot) => this.read(plot.cursor.idx)] },
    };
  }

  legends(series) {
    this.values = series.map(() => make("b", {}));
    fill(
      this.legend,
      series.map((one, index) => {
        const swatch = document.createElementNS(SVG, "svg");
        swatch.setAttribute("viewBox", "0 0 22 12");
        swatch.setAttribute("aria-hidden", "true");
        const line = document.createElementNS(SVG, "path");
        line.setAttribute("d", "M0 6H22");
        line.setAttribute("stroke", one.stroke);
        line.setAttribute("stroke-width", one.fill ? 9 : 2.4);
        if (!one.fill && one.dash.length) line.setAttribute("stroke-dasharray", one.dash.join(" "));
        swatch.append(line);
        return make("li", {}, swatch, one.name, this.values[index]);
      }),
    );
  }

  read(index) {
    const series = this.last[1];
    this.values?.forEach((element, place) => {
      const value = index === null || index === undefined ? null : (series[place].own || series[place].values)[index];
      element.textContent = value === null || value === undefined ? "" : this.format(value);
    });
  }
}

const look = (index) => ({ stroke: color(`s${(index % MOST_LINES) + 1}`), dash: DASHES[index % DASHES.length] });

/** A line per worker; of many workers the largest, the middle and the smallest. */
export function workerLines(workers, values) {
  const known = workers.map((worker, index) => ({ name: worker.name, values: values[index] || [] })).filter((one) => one.values.some((value) => value !== null));
  if (known.length <= MOST_LINES) return known.map((one, index) => ({ ...one, ...look(index) }));
  const length = known[0].values.length;
  const at = (share) =>
    Array.from({ length }, (_, point) => {
      const sorted = known.map((one) => one.values[point]).filter((value) => value !== null).sort((a, b) => a - b);
      return sorted.length ? sorted[Math.round((sorted.length - 1) * share)] : null;
    });
  return [
    { name: `largest of ${count(known.length)}`, values: at(1), ...look(1) },
    { name: "middle", values: at(0.5), ...look(0) },
    { name: "smallest", values: at(0), ...look(2) },
  ];
}

/** Areas on top of each other, the first one lowest. */
function stacked(workers, rates, total) {
  const known = workers.map((worker, index) => ({ name: worker.name, values: rates[index] || [] })).filter((one) => one.values.length);
  if (!known.length || known.length > MOST_LINES) {
    return [{ name: "all workers", values: total, ...look(0), fill: `${color("s1")}40` }];
  }
  const sums = new Array(total.length).fill(0);
  const layers = known.map((one, index) => {
    const { stroke } = look(index);
    const own = total.map((_, point) => one.values[point] || 0);
    return { name: one.name, own, values: own.map((value, point) => (sums[point] += value)), stroke, dash: [], fill: `${stroke}a6` };
  });
  return layers.reverse();
}

/** Bins joined until there are few enough for a line without noise, each at least a second. */
function coarser({ bin, total, workers }) {
  const factor = Math.max(1, Math.ceil(total.length / MOST_BINS), Math.ceil(1000 / bin));
  const join = (rates) =>
    Array.from({ length: Math.ceil(rates.length / factor) }, (_, index) => {
      const part = rates.slice(index * factor, (index + 1) * factor);
      return part.reduce((sum, value) => sum + value, 0) / factor;
    });
  return { bin: bin * factor, total: join(total), workers: workers.map(join) };
}

const every = (times, most) => {
  const step = Math.max(1, Math.ceil(times.length / most));
  return times.map((_, index) => index).filter((index) => index % step === 0 || index === times.length - 1);
};

function seriesTable(caption, timeline, times, series, format) {
  const rows = every(times, TABLE_ROWS);
  return table(
    caption,
    [
      { name: "Time", cell: (index) => moment(times[index], 100) },
      ...series.map((one) => ({
        name: one.name,
        number: true,
        cell: (index) => {
          const value = (one.own || one.values)[index];
          return value === null || value === undefined ? "–" : format(value);
        },
      })),
    ],
    rows,
  );
}

export class Charts {
  constructor() {
    this.depth = new Chart(byId("depth"), 190, count);
    this.rate = new Chart(byId("rate"), 190);
  }

  show(timeline) {
    const { queue_depth: queues, throughput } = timeline;
    const depth = workerLines(timeline.workers, queues.workers);
    if (queues.retry.some((value) => value > 0)) {
      depth.push({ name: "retry list", values: queues.retry, stroke: color("s8"), dash: [2, 4] });
    }
    this.depth.show(queues.time, depth);
    whenOpen(byId("depth-table"), () => seriesTable("Tasks in each queue.", timeline, queues.time, depth, count));
    const { bin, total, workers } = coarser(throughput);
    const first = Math.max(0, Math.floor(timeline.first / bin) - 1);
    const times = total.map((_, index) => (index + 0.5) * bin).slice(first);
    const areas = stacked(timeline.workers, workers, total).map((one) => ({
      ...one,
      values: one.values.slice(first),
      own: one.own?.slice(first),
    }));
    this.rate.show(times, areas);
    whenOpen(byId("rate-table"), () => seriesTable(`Open frames done per second, means over ${bin / 1000} s.`, timeline, times, areas, rate));
    this.telemetry(timeline);
  }

  telemetry(timeline) {
    const measured = timeline.telemetry;
    byId("telemetry-panel").hidden = !measured.utilization_percent;
    if (!measured.utilization_percent) return;
    const kinds = [
      ["utilization_percent", "Utilization, %", 100],
      ["memory_used_gib", "Memory in use, GiB"],
      ["temperature_celsius", "Temperature, °C"],
      ["power_watts", "Power, W"],
    ];
    if (!this.tiles) {
      this.tiles = kinds.map(([, name]) => {
        const place = make("div", { class: "chart" });
        byId("telemetry").append(make("div", {}, make("h3", {}, name), place));
        return new Chart(place, 130);
      });
    }
    const times = timeline.queue_depth.time;
    const lines = kinds.map(([field]) => workerLines(timeline.workers, measured[field]));
    kinds.forEach(([, , top], index) => this.tiles[index].show(times, lines[index], { top }));
    whenOpen(byId("telemetry-table"), () => kinds.map(([, name], index) => seriesTable(`${name}.`, timeline, times, lines[index], rate)));
  }
}
