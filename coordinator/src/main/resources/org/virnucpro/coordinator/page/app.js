// The page of a run: reads the timeline, shows it, and again when there is a newer one.
import { showCards } from "./cards.js";
import { change, takeToken } from "./changes.js";
import { Charts } from "./charts.js";
import { byId, fill, make } from "./dom.js";
import { showFailures } from "./failures.js";
import { clock, plural } from "./format.js";
import { Gantt } from "./gantt.js";
import { showMatrix } from "./matrix.js";
import { unpack } from "./model.js";
import { showSettings } from "./settings.js";
import { embedded, runs, Ticks, timeline as fetched } from "./source.js";
import { showWorkers } from "./workers.js";

const STATES = {
  planning: ["planning", "busy"],
  open: ["running", "busy"],
  paused: ["paused", ""],
  cancelled: ["cancelled", "bad"],
  finished: ["finished", "good"],
  failed: ["failed", "bad"],
  interrupted: ["interrupted", "bad"],
  over: ["all tasks ended", "good"],
};

const gantt = new Gantt();
const charts = new Charts();
let shown = null;
let last = "";

function show(json) {
  const timeline = (shown = unpack(json));
  const [word, look] = STATES[stateOf(timeline)] || [stateOf(timeline), ""];
  document.title = `${timeline.run || "run"}: ${word} – VirNucPro`;
  byId("run").textContent = timeline.run || "run without a name";
  byId("state").textContent = word;
  byId("state").className = `pill ${look}`;
  byId("updated").textContent = timeline.live ? `as of ${clock(timeline.origin, timeline.now)}` : "";
  byId("origin").textContent = `0:00 is ${timeline.origin.replace("T", " ").replace("Z", " UTC")}.`;
  byId("notes").hidden = !timeline.notes.length;
  fill(byId("notes"), timeline.notes.map((note) => make("li", {}, note)));
  showCards(timeline);
  gantt.show(timeline);
  charts.show(timeline);
  keepFocus(() => {
    showWorkers(timeline, timeline.changeable ? drain : undefined);
    showFailures(timeline, timeline.changeable ? retry : undefined);
  });
  showMatrix(timeline);
  showSettings(timeline);
  document.documentElement.dataset.revision = timeline.revision;
}

/** The state of the run; of a recording without a run.json, what its tasks tell. */
function stateOf({ cards, live }) {
  if (live || (cards.state && cards.state !== "open")) return cards.state || "unknown";
  const ended = (cards.done || 0) + (cards.dead || 0) + (cards.cancelled || 0) + (cards.split || 0);
  return ended >= (cards.planned || 0) ? "over" : "interrupted";
}

/** A button that had the focus before its table was made anew has it afterwards. */
function keepFocus(action) {
  const name = document.activeElement?.getAttribute("aria-label");
  action();
  if (name && document.activeElement === document.body) document.querySelector(`[aria-label="${CSS.escape(name)}"]`)?.focus();
}

function say(text) {
  byId("said").textContent = text;
}

function trouble(error) {
  byId("problem").textContent = error ? error.message : "";
  byId("problem").hidden = !error;
}

async function changed(path, body, done) {
  try {
    const answer = await change(path, body);
    trouble(null);
    if (answer) {
      say(done(answer));
      ticks.soon();
    }
  } catch (error) {
    trouble(error);
  }
}

const retry = (tasks) =>
  changed(`api/v1/runs/${encodeURIComponent(shown.run)}/retry`, tasks ? { tasks } : { all: true }, () =>
    tasks ? `Task ${tasks.join(", ")} is queued again.` : `${plural(shown.failures.dead.length, "task")} queued again.`,
  );

const drain = (worker) => changed(`api/v1/workers/${encodeURIComponent(worker.name)}/drain`, {}, () => `${worker.name} finishes its task and leaves.`);

/** The run of the address, else the one that goes on, else the latest. */
function chosen(list) {
  const named = decodeURIComponent(location.hash.replace(/^#run=/, ""));
  const newest = [...list].sort((one, other) => String(other.submitted || "").localeCompare(String(one.submitted || "")));
  return (list.find((run) => run.run === named) || newest.find((run) => run.state === "open") || newest[0])?.run;
}

function offer(list, run) {
  const select = byId("runs");
  byId("choice").hidden = list.length < 2;
  const key = list.map((one) => `${one.run} ${one.state}`).join();
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    fill(select, list.map((one) => make("option", { value: one.run }, `${one.run} (${(STATES[one.state] || [one.state])[0]})`)));
  }
  select.value = run;
}

async function look() {
  try {
    const list = await runs();
    const run = chosen(list);
    if (!run) {
      byId("state").textContent = "no run yet";
      trouble(null);
      return;
    }
    offer(list, run);
    const text = await fetched(run);
    if (text !== last) {
      last = text;
      show(JSON.parse(text));
    }
    trouble(null);
  } catch (error) {
    trouble(new Error(`This is not up to date: ${error.message}. Trying again.`));
    throw error;
  }
}

const report = embedded();
const ticks = report ? null : new Ticks(look);
if (report) {
  show(report);
} else {
  takeToken();
  byId("runs").addEventListener("change", (event) => (location.hash = `run=${encodeURIComponent(event.target.value)}`));
  addEventListener("hashchange", () => look().catch(() => {}));
  ticks.start();
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => shown && gantt.show(shown));
