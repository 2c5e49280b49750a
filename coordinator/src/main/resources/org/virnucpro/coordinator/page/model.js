// The timeline as the server writes it (docs/timeline.md), with blocks unpacked.

export const WAYS = ["own", "stolen", "adopted", "retried"];

/** Unpacks one answer of the server. */
export function unpack(json) {
  const lanes = json.lanes.map((lane) => unpackLane(lane));
  const workers = json.workers.map((worker, index) => ({ ...worker, index, lane: lanes[index], word: stateWord(worker) }));
  return { ...json, lanes, workers, live: json.source !== "recorded", changeable: json.source === "live" };
}

function unpackLane(lane) {
  const failed = new Set(lane.failed);
  const blocks = [];
  let time = 0;
  let from = 0;
  for (let index = 0; index < lane.gap.length; index++) {
    const start = time + lane.gap[index];
    const end = start + lane.length[index];
    const way = Number(lane.way[index]);
    blocks.push({
      start,
      end,
      task: lane.task[index],
      tasks: lane.tasks ? lane.tasks[index] : 1,
      stolen: lane.stolen ? lane.stolen[index] : way === 1 ? 1 : 0,
      busy: lane.busy ? lane.busy[index] : end - start,
      input: lane.input.length ? lane.input[index] : -1,
      way: WAYS[way],
      from: way === 0 ? -1 : lane.from[from++],
      failed: failed.has(index),
    });
    time = end;
  }
  return { blocks, stays: lane.stays, merged: lane.merged };
}

/** What a worker does, in one word. */
export function stateWord(worker) {
  if (worker.stalled) return "stalled";
  if (worker.membership === "departed") return "gone";
  if (worker.draining) return "draining";
  if (worker.running_task !== null && worker.running_task !== undefined) return "running";
  if (worker.membership === "expected") return "starting";
  return worker.membership === "member" ? "idle" : "";
}

/** Milliseconds in which a worker had a task. */
export const busy = (lane) => lane.blocks.reduce((sum, block) => sum + block.busy, 0);
