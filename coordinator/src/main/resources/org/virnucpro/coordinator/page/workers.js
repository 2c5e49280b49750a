// One row per worker: what it is, what it does, what it did.
import { byId, fill, make, table } from "./dom.js";
import { bytes, count, percent, rate } from "./format.js";
import { busy } from "./model.js";

const meter = (share) => {
  const level = make("i");
  level.style.width = `${Math.round(100 * Math.min(1, share))}%`;
  return make("span", {}, make("span", { class: "meter", "aria-hidden": "true" }, level), percent(share));
};

/** drain(worker) asks a worker to leave; undefined when that cannot be done here. */
export function showWorkers(timeline, drain) {
  const { workers } = timeline;
  const any = (test) => workers.some(test);
  const elapsed = Math.max(1, timeline.now - timeline.first);
  const columns = [
    { name: "Worker", cell: (worker) => worker.name },
    (timeline.live || any((worker) => worker.word === "gone" || worker.word === "stalled")) && { name: "State", cell: (worker) => state(worker, timeline.live) },
    any((worker) => worker.device || worker.telemetry?.name) && { name: "Device", cell: (worker) => worker.telemetry?.name || worker.device || "–" },
    any((worker) => worker.host) && { name: "Host", cell: (worker) => worker.host || "–" },
    { name: "Weight", number: true, cell: (worker) => (worker.weight === undefined ? "–" : String(worker.weight)) },
    timeline.live && { name: "Queue", number: true, cell: (worker) => count(worker.queue_depth) },
    { name: "Done", number: true, cell: (worker) => count(worker.tasks_done ?? worker.lane.blocks.length) },
    { name: "Stolen in", number: true, cell: (worker) => count(worker.stolen_in) },
    { name: "Stolen out", number: true, cell: (worker) => count(worker.stolen_out) },
    { name: timeline.live ? "Sequences/s" : "Sequences", number: true, cell: (worker) => (timeline.live ? rate(worker.sequences_per_second) : count(worker.sequences_done)) },
    { name: "Busy", cell: (worker) => meter(busy(worker.lane) / elapsed) },
    ...gpu(timeline),
    drain && {
      name: "Action",
      cell: (worker) =>
        make("button", { type: "button", disabled: worker.draining || worker.word === "gone" || worker.word === "starting", "aria-label": `Drain ${worker.name}`, click: () => drain(worker) }, "Drain"),
    },
  ].filter(Boolean);
  fill(byId("workers"), table("What each one is and has done.", columns, workers));
}

function state(worker, live) {
  const word = worker.word || "not known";
  const sign = make("span", { class: `state ${worker.word}` }, make("i", { "aria-hidden": "true" }), word === "running" && worker.running_task !== undefined ? `running task ${worker.running_task}` : word);
  return live && worker.idle_reason && worker.word === "idle" ? [sign, make("span", { class: "reason" }, worker.idle_reason)] : sign;
}

/** Columns of the graphics cards: of a run that goes on what they say now, of another one over its whole time. */
function gpu({ live, workers, telemetry }) {
  if (!telemetry.utilization_percent) return [];
  const values = (field, worker) => telemetry[field][worker.index].filter((value) => value !== null);
  const of = (field, worker, how) => {
    const known = values(field, worker);
    if (!known.length) return NaN;
    return live ? known[known.length - 1] : how(known);
  };
  const mean = (known) => known.reduce((sum, value) => sum + value, 0) / known.length;
  const most = (known) => Math.max(...known);
  const rounded = (value, unit) => (Number.isFinite(value) ? `${Math.round(value)} ${unit}` : "–");
  const share = (value) => (Number.isFinite(value) ? meter(value / 100) : "–");
  return [
    { name: live ? "GPU" : "GPU, mean", cell: (worker) => share(of("utilization_percent", worker, mean)) },
    { name: live ? "Memory" : "Memory, most", number: true, cell: (worker) => bytes(of("memory_used_gib", worker, most) * 2 ** 30) },
    { name: live ? "Temp." : "Temp., most", number: true, cell: (worker) => rounded(of("temperature_celsius", worker, most), "°C") },
    { name: live ? "Power" : "Power, mean", number: true, cell: (worker) => rounded(of("power_watts", worker, mean), "W") },
  ];
}
