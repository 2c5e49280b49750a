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
    { name: "State", cell: (worker) => state(worker) },
    any((worker) => worker.device || worker.telemetry?.name) && { name: "Device", cell: (worker) => worker.telemetry?.name || worker.device || "–" },
    any((worker) => worker.host) && { name: "Host", cell: (worker) => worker.host || "–" },
    { name: "Weight", number: true, cell: (worker) => (worker.weight === undefined ? "–" : String(worker.weight)) },
    { name: "Queue", number: true, cell: (worker) => count(worker.queue_depth) },
    { name: "Done", number: true, cell: (worker) => count(worker.tasks_done ?? worker.lane.blocks.length) },
    { name: "Stolen in", number: true, cell: (worker) => count(worker.stolen_in) },
    { name: "Stolen out", number: true, cell: (worker) => count(worker.stolen_out) },
    { name: timeline.live ? "Sequences/s" : "Sequences", number: true, cell: (worker) => (timeline.live ? rate(worker.sequences_per_second) : count(worker.sequences_done)) },
    { name: "Busy", cell: (worker) => meter(busy(worker.lane) / elapsed) },
    any((worker) => worker.telemetry) && { name: "GPU", cell: (worker) => (Number.isFinite(worker.telemetry?.utilization) ? meter(worker.telemetry.utilization) : "–") },
    any((worker) => worker.telemetry) && { name: "Memory", number: true, cell: (worker) => bytes(worker.telemetry?.memory_used_bytes) },
    any((worker) => worker.telemetry) && { name: "Temp.", number: true, cell: (worker) => (Number.isFinite(worker.telemetry?.temperature_celsius) ? `${Math.round(worker.telemetry.temperature_celsius)} °C` : "–") },
    any((worker) => worker.telemetry) && { name: "Power", number: true, cell: (worker) => (Number.isFinite(worker.telemetry?.power_watts) ? `${Math.round(worker.telemetry.power_watts)} W` : "–") },
    drain && {
      name: "Action",
      cell: (worker) =>
        make("button", { type: "button", disabled: worker.draining || worker.word === "gone" || worker.word === "starting", "aria-label": `Drain ${worker.name}`, click: () => drain(worker) }, "Drain"),
    },
  ].filter(Boolean);
  fill(byId("workers"), table("What each one is and has done.", columns, workers));
}

function state(worker) {
  const word = worker.word || "not known";
  const sign = make("span", { class: `state ${worker.word}` }, make("i", { "aria-hidden": "true" }), word === "running" && worker.running_task !== undefined ? `running task ${worker.running_task}` : word);
  return worker.idle_reason && worker.word === "idle" ? [sign, make("span", { class: "reason" }, worker.idle_reason)] : sign;
}
