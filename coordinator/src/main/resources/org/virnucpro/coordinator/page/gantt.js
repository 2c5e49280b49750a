// The chart of who did what when: a lane per worker on a canvas, steals as arrows above it.
import { ticks, tickStep } from "./axis.js";
import { byId, fill, make, table, whenOpen } from "./dom.js";
import { count, moment, plural, span } from "./format.js";
import { brushes, color, LOOKS, paint } from "./patterns.js";

const AXIS = 22;
const MOST_ARROWS = 250;
const MOST_ROWS = 400;
const SHORTEST_VIEW = 20;
const SVG = "http://www.w3.org/2000/svg";

export class Gantt {
  constructor() {
    this.view = null; // null: from the first task to now, moving on
    this.cursor = null; // { lane, block } chosen by keyboard or pointer
    this.canvas = make("canvas", { class: "grab" });
    this.arrows = document.createElementNS(SVG, "svg");
    this.arrows.setAttribute("aria-hidden", "true");
    this.names = make("div", { class: "names", "aria-hidden": "true" });
    this.frame = make(
      "div",
      {
        class: "gantt",
        tabindex: 0,
        role: "application",
        "aria-roledescription": "chart",
        "aria-labelledby": "h-gantt",
        "aria-describedby": "gantt-help",
        keydown: (event) => this.key(event),
      },
      this.canvas,
      this.names,
      this.arrows,
    );
    this.readout = make("p", { class: "readout", id: "gantt-help" });
    this.spoken = make("p", { class: "hidden", role: "status" });
    const button = (sign, name, action) => make("button", { type: "button", "aria-label": name, title: name, click: action }, sign);
    this.tools = make(
      "div",
      { class: "tools" },
      button("+", "Zoom in", () => this.zoom(0.5)),
      button("−", "Zoom out", () => this.zoom(2)),
      button("◀", "Earlier", () => this.pan(-0.5)),
      button("▶", "Later", () => this.pan(0.5)),
      make("button", { type: "button", click: () => this.reset() }, "Whole run"),
      this.readout,
    );
    fill(byId("gantt"), this.tools, this.frame, this.spoken);
    this.pointer();
    new ResizeObserver(() => this.draw()).observe(this.frame);
  }

  show(timeline) {
    this.timeline = timeline;
    this.legend();
    this.draw();
    whenOpen(byId("gantt-table"), () => this.asTable());
  }

  /** Shown span, in milliseconds after the origin. */
  range() {
    if (this.view) return this.view;
    const from = this.timeline.first;
    const to = Math.max(this.timeline.now, from + 1000);
    return [from - (to - from) * 0.01, to + (to - from) * 0.015];
  }

  limits() {
    return [Math.min(0, this.timeline.first), this.timeline.now + Math.max(1000, this.timeline.now * 0.02)];
  }

  reset() {
    this.view = null;
    this.draw();
    this.tell(`whole run, ${span(this.timeline.now - this.timeline.first)}`);
  }

  zoom(factor, at) {
    const [from, to] = this.range();
    const middle = at ?? this.cursorTime() ?? (from + to) / 2;
    this.move(middle - (middle - from) * factor, middle + (to - middle) * factor);
  }

  pan(share) {
    const [from, to] = this.range();
    this.move(from + (to - from) * share, to + (to - from) * share);
  }

  move(from, to) {
    const [least, most] = this.limits();
    const length = Math.min(most - least, Math.max(SHORTEST_VIEW, to - from));
    const start = Math.max(least, Math.min(most - length, from));
    this.view = [start, start + length];
    this.draw();
    this.tell(`${moment(start)} to ${moment(start + length)}`);
  }

  cursorTime() {
    const block = this.chosen();
    const [from, to] = this.range();
    const time = block && (block.start + block.end) / 2;
    return block && time > from && time < to ? time : undefined;
  }

  chosen() {
    return this.cursor && this.timeline.lanes[this.cursor.lane]?.blocks[this.cursor.block];
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = {
      "+": () => this.zoom(0.5),
      "=": () => this.zoom(0.5),
      "-": () => this.zoom(2),
      0: () => this.reset(),
      Home: () => this.reset(),
      PageUp: () => this.pan(-0.5),
      PageDown: () => this.pan(0.5),
      ArrowLeft: () => this.step(-1),
      ArrowRight: () => this.step(1),
      ArrowUp: () => this.change(-1),
      ArrowDown: () => this.change(1),
      Escape: () => this.choose(null),
    };
    if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  /** To the next block of the lane. */
  step(by) {
    if (!this.chosen()) return this.change(0);
    const { lane, block } = this.cursor;
    const blocks = this.timeline.lanes[lane].blocks;
    this.choose({ lane, block: Math.max(0, Math.min(blocks.length - 1, block + by)) }, true);
  }

  /** To another lane, to its block of about the same time. */
  change(by) {
    const lanes = this.timeline.lanes;
    if (!lanes.length) return;
    const time = this.chosen()?.start ?? this.range()[0];
    let lane = Math.max(0, Math.min(lanes.length - 1, (this.cursor?.lane ?? 0) + by));
    while (lane > 0 && lane < lanes.length - 1 && !lanes[lane].blocks.length) lane += by || 1;
    const at = lanes[lane].blocks.findIndex((block) => block.end > time);
    this.choose(lanes[lane].blocks.length ? { lane, block: Math.max(0, at) } : null, true);
  }

  choose(cursor, byKey) {
    this.cursor = cursor;
    const block = this.chosen();
    if (block && byKey) {
      const [from, to] = this.range();
      if (block.end < from || block.start > to) this.move(block.start - (to - from) / 2, block.start + (to - from) / 2);
      this.tell(this.describe(block, cursor.lane));
    }
    this.draw();
  }

  tell(text) {
    this.spoken.textContent = text;
  }

  describe(block, lane) {
    const { workers, inputs } = this.timeline;
    const what = block.tasks > 1 ? `${plural(block.tasks, "task")} from number ${block.task}` : `task ${block.task}`;
    const parts = [`${workers[lane].name}: ${what}`];
    if (block.input >= 0) parts.push(inputs[block.input] || `input ${block.input + 1}`);
    parts.push(`${span(block.busy)} from ${moment(block.start, 100)}`);
    if (block.tasks > 1 && block.stolen) parts.push(`${count(block.stolen)} of them stolen`);
    else if (block.way === "stolen") parts.push(`stolen from ${workers[block.from]?.name || "another worker"}`);
    if (block.way === "adopted") parts.push(`left by ${workers[block.from]?.name || "a worker that is gone"}`);
    if (block.way === "retried") parts.push("tried again");
    if (block.failed) parts.push("ended without a result");
    return parts.join(", ");
  }

  legend() {
    const used = new Set(this.timeline.lanes.flatMap((lane) => [...new Set(lane.blocks.map((block) => block.way))]));
    if (this.timeline.lanes.some((lane) => lane.blocks.some((block) => block.stolen))) used.add("stolen");
    if (this.timeline.lanes.some((lane) => lane.blocks.some((block) => block.failed))) used.add("failed");
    const key = `${[...used].sort()} ${color("own")}`;
    if (key === this.legendKey) return;
    this.legendKey = key;
    const scale = window.devicePixelRatio || 1;
    const entries = LOOKS.filter(({ way }) => used.has(way)).map(({ way, name }) => {
      const swatch = make("canvas", { width: 22 * scale, height: 12 * scale, "aria-hidden": "true" });
      const context = swatch.getContext("2d");
      context.scale(scale, scale);
      paint(context, brushes(context)[way], 0, 0, 22, 12);
      return make("li", {}, swatch, name);
    });
    if (this.timeline.steals.listed.length) {
      const arrow = document.createElementNS(SVG, "svg");
      arrow.setAttribute("viewBox", "0 0 22 12");
      arrow.setAttribute("aria-hidden", "true");
      arrow.innerHTML = '<path d="M2 6H16" stroke="currentColor" stroke-width="1.5"/><path d="M15 2.5 21 6 15 9.5Z" fill="currentColor"/>';
      entries.push(make("li", {}, arrow, "steal: from victim to thief"));
    }
    fill(byId("gantt-legend"), entries);
  }

  geometry() {
    const lanes = Math.max(1, this.timeline.lanes.length);
    const width = Math.max(260, this.frame.clientWidth);
    const longest = Math.max(4, ...this.timeline.workers.map((worker) => worker.name.length));
    const label = Math.min(width * 0.28, 22 + longest * 7.2);
    const height = lanes <= 12 ? 30 : lanes <= 40 ? 20 : 14;
    return { lanes, width, label, height, total: AXIS + lanes * height + 6 };
  }

  draw() {
    if (!this.timeline || !this.frame.clientWidth) return;
    const shape = (this.shape = this.geometry());
    const scale = window.devicePixelRatio || 1;
    const { canvas } = this;
    canvas.width = Math.round(shape.width * scale);
    canvas.height = Math.round(shape.total * scale);
    canvas.style.width = `${shape.width}px`;
    canvas.style.height = `${shape.total}px`;
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    const [from, to] = this.range();
    const x = (time) => shape.label + ((time - from) / (to - from)) * (shape.width - shape.label - 8);
    this.axis(context, shape, x, from, to);
    context.save();
    context.beginPath();
    context.rect(shape.label, 0, shape.width - shape.label, shape.total);
    context.clip();
    const brush = brushes(context);
    this.timeline.lanes.forEach((lane, index) => this.lane(context, brush, lane, index, x, from, to));
    context.restore();
    this.labels(shape);
    this.steals(shape, x, from, to);
    this.say();
  }

  say() {
    const block = this.chosen();
    if (block) {
      fill(this.readout, make("strong", {}, this.describe(block, this.cursor.lane)));
      return;
    }
    const merged = this.timeline.lanes.some((lane) => lane.merged) ? " Short tasks next to each other are drawn as one." : "";
    this.readout.textContent = `Arrow keys go from task to task, + and − zoom, 0 shows the whole run.${merged}${this.hint || ""}`;
  }

  axis(context, shape, x, from, to) {
    const step = tickStep(to - from, (shape.width - shape.label) / 70);
    context.font = '11px system-ui, "DejaVu Sans", sans-serif';
    context.textBaseline = "middle";
    context.textAlign = "center";
    for (const tick of ticks(from, to, step)) {
      const place = Math.round(x(tick)) + 0.5;
      context.fillStyle = color("line");
      context.fillRect(place - 0.5, AXIS - 4, 1, shape.total);
      context.fillStyle = color("soft");
      if (place > shape.label + 12 && place < shape.width - 14) context.fillText(moment(tick, step), place, 9);
    }
  }

  lane(context, brush, lane, index, x, from, to) {
    const { height } = this.shape;
    const top = AXIS + index * height;
    const inset = height > 16 ? 4 : 2;
    const box = [top + inset, height - 2 * inset];
    for (const [start, end] of lane.stays.length ? lane.stays : [[from, to]]) {
      context.fillStyle = color("track");
      const left = Math.max(x(from), x(start));
      context.fillRect(left, box[0], Math.max(0, Math.min(x(to), x(end ?? this.timeline.now)) - left), box[1]);
    }
    for (const block of lane.blocks) {
      if (block.end < from || block.start > to) continue;
      const left = x(block.start);
      const width = Math.max(1, x(block.end) - left - (height > 16 ? 0.6 : 0.3));
      const strength = block.tasks > 1 ? 0.45 + 0.55 * Math.min(1, block.busy / Math.max(1, block.end - block.start)) : 1;
      if (block.tasks > 1) {
        const share = Math.round((box[1] * block.stolen) / block.tasks);
        paint(context, brush.own, left, box[0], width, box[1] - share, strength);
        if (share) paint(context, brush.stolen, left, box[0] + box[1] - share, width, share, strength);
        if (block.failed) paint(context, brush.failed, left, box[0], Math.min(width, 6), box[1], 1);
      } else {
        paint(context, brush[block.failed ? "failed" : block.way], left, box[0], width, box[1]);
      }
    }
    this.running(context, brush, index, x, box);
    if (this.cursor?.lane === index && this.chosen()) {
      const block = this.chosen();
      context.strokeStyle = color("ink");
      context.lineWidth = 2;
      context.strokeRect(x(block.start) - 1, box[0] - 2, Math.max(4, x(block.end) - x(block.start)) + 2, box[1] + 4);
    }
  }

  running(context, brush, index, x, box) {
    const worker = this.timeline.workers[index];
    if (worker.word !== "running" || !this.timeline.live) return;
    const left = x(worker.running_since);
    const width = Math.max(2, x(this.timeline.now) - left);
    context.globalAlpha = 0.35;
    context.fillStyle = brush.own.fill;
    context.fillRect(left, box[0], width, box[1]);
    context.globalAlpha = 1;
    context.strokeStyle = brush.own.edge;
    context.setLineDash([3, 2]);
    context.strokeRect(left + 0.5, box[0] + 0.5, width - 1, box[1] - 1);
    context.setLineDash([]);
  }

  labels(shape) {
    const key = `${shape.label} ${shape.height} ${this.timeline.workers.map((worker) => worker.name).join()}`;
    if (key === this.labelKey) return;
    this.labelKey = key;
    this.names.replaceChildren(
      ...this.timeline.workers.map((worker, index) => {
        const name = make("span", {}, worker.name);
        name.style.top = `${index * shape.height}px`;
        name.style.width = `${shape.label - 12}px`;
        name.style.lineHeight = `${shape.height}px`;
        if (shape.height < 18) name.style.fontSize = "10px";
        return name;
      }),
    );
  }

  steals(shape, x, from, to) {
    const inView = this.timeline.steals.listed.filter(([time]) => time >= from && time <= to);
    this.arrows.setAttribute("width", shape.width);
    this.arrows.setAttribute("height", shape.total);
    this.hint = inView.length > MOST_ARROWS ? ` ${count(inView.length)} steals in view: zoom in to see their arrows.` : "";
    if (inView.length > MOST_ARROWS) {
      this.arrows.replaceChildren();
      return;
    }
    const middle = (lane) => AXIS + (lane + 0.5) * shape.height;
    const parts = [];
    for (const [time, victim, thief, , tasks] of inView) {
      if (victim < 0 || thief < 0) continue;
      const place = x(time);
      if (place < shape.label) continue;
      const down = thief > victim ? 1 : -1;
      const edge = middle(thief) - down * (shape.height / 2 - 3);
      const bow = Math.min(14, 4 + Math.abs(thief - victim) * 3);
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", "steal");
      path.setAttribute("data-victim", victim);
      path.setAttribute("data-thief", thief);
      path.setAttribute("data-tasks", tasks);
      path.setAttribute("d", `M${place} ${middle(victim)}C${place - bow} ${middle(victim) + (edge - middle(victim)) * 0.3} ${place - bow} ${edge - down * 8} ${place} ${edge - down * 3}`);
      const from = document.createElementNS(SVG, "circle");
      from.setAttribute("class", "from");
      from.setAttribute("cx", place);
      from.setAttribute("cy", middle(victim));
      from.setAttribute("r", 2);
      const tip = document.createElementNS(SVG, "path");
      tip.setAttribute("class", "tip");
      tip.setAttribute("d", `M${place - 3.5} ${edge - down * 4}L${place + 3} ${edge - down * 4.5}L${place + 0.5} ${edge + down * 2}Z`);
      parts.push(path, from, tip);
    }
    this.arrows.replaceChildren(...parts);
  }

  pointer() {
    const { canvas } = this;
    let drag = null;
    canvas.addEventListener("pointerdown", (event) => {
      drag = { x: event.offsetX, range: this.range(), moved: false };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!this.timeline) return;
      if (!drag) {
        this.hover(event);
        return;
      }
      if (Math.abs(event.offsetX - drag.x) < 4 && !drag.moved) return;
      drag.moved = true;
      const [from, to] = drag.range;
      const shift = ((drag.x - event.offsetX) / (this.shape.width - this.shape.label)) * (to - from);
      this.move(from + shift, to + shift);
    });
    canvas.addEventListener("pointerup", () => (drag = null));
    canvas.addEventListener("pointerleave", () => !drag && this.choose(null));
    canvas.addEventListener("dblclick", (event) => this.zoom(0.5, this.time(event.offsetX)));
    canvas.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return; // a plain wheel scrolls the page
        event.preventDefault();
        this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.time(event.offsetX));
      },
      { passive: false },
    );
  }

  time(offset) {
    const [from, to] = this.range();
    return from + ((offset - this.shape.label) / (this.shape.width - this.shape.label - 8)) * (to - from);
  }

  hover(event) {
    const lane = Math.floor((event.offsetY - AXIS) / this.shape.height);
    const blocks = this.timeline.lanes[lane]?.blocks;
    const time = this.time(event.offsetX);
    const block = blocks ? blocks.findIndex((one) => one.start <= time && one.end >= time) : -1;
    const cursor = block < 0 ? null : { lane, block };
    if (JSON.stringify(cursor) !== JSON.stringify(this.cursor)) this.choose(cursor);
  }

  asTable() {
    const [from, to] = this.range();
    const rows = this.timeline.lanes.flatMap((lane, index) =>
      lane.blocks.filter((block) => block.end >= from && block.start <= to).map((block) => ({ block, worker: this.timeline.workers[index] })),
    );
    rows.sort((one, other) => one.block.start - other.block.start);
    const shown = rows.slice(0, MOST_ROWS);
    const title = rows.length > shown.length ? `The first ${count(shown.length)} of ${count(rows.length)}; zoom in for the others.` : `${plural(rows.length, "entry", "entries")}.`;
    return table(
      title,
      [
        { name: "Task", cell: ({ block }) => (block.tasks > 1 ? `${block.tasks} from ${block.task}` : String(block.task)) },
        { name: "Worker", cell: ({ worker }) => worker.name },
        { name: "Input", cell: ({ block }) => (block.input < 0 ? "–" : this.timeline.inputs[block.input] || `${block.input + 1}`) },
        { name: "Start", number: true, cell: ({ block }) => moment(block.start, 10) },
        { name: "Time", number: true, cell: ({ block }) => span(block.busy) },
        { name: "Came by", cell: ({ block }) => (block.way === "own" ? "its own queue" : `${block.way}${block.from >= 0 ? ` from ${this.timeline.workers[block.from].name}` : ""}`) },
        { name: "Result", cell: ({ block }) => (block.failed ? "none" : "done") },
      ],
      shown,
    );
  }
}
