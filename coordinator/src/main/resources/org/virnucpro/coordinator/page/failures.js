// What failed, why, and the way to try it again.
import { byId, fill, make, table } from "./dom.js";
import { clock, count, plural } from "./format.js";

const WORDS = {
  requeue: "attempt without a result, task waits again",
  dead: "last attempt, task given up",
  lost: "worker stopped without a word",
  split: "halved into smaller tasks",
  revive: "given all its attempts back",
};

/** retry(tasks) tries tasks again, all of them when none is named; undefined when that cannot be done here. */
export function showFailures(timeline, retry) {
  const { dead, listed, not_listed: notListed } = timeline.failures;
  const place = byId("failures");
  const all = byId("retry-all");
  all.hidden = !retry || !dead.length;
  all.onclick = () => retry();
  const wasOpen = place.querySelector("details")?.open;
  if (!dead.length && !listed.length) {
    fill(place, make("p", { class: "empty" }, "No attempt has failed."));
    return;
  }
  const columns = [
    { name: "Task", cell: (task) => String(task.task) },
    { name: "Cause", words: true, cell: (task) => [task.story?.cause || task.cause || "not known", story(task)] },
    { name: "Worker", cell: (task) => task.worker },
    { name: "Attempts", number: true, cell: (task) => count(task.story?.attempts?.length || task.attempts) },
  ];
  if (retry) {
    columns.push({ name: "", cell: (task) => make("button", { type: "button", "aria-label": `Retry task ${task.task}`, click: () => retry([task.task]) }, "Retry") });
    columns[columns.length - 1].name = "Action";
  }
  const log = make(
    "details",
    { open: wasOpen },
    make("summary", {}, `${plural(listed.length + notListed, "entry", "entries")} in the log of failures`),
    make(
      "div",
      { tabindex: 0 },
      table(
        "The latest first.",
        [
          { name: "Time", cell: (line) => clock(timeline.origin, line.time) },
          { name: "Task", number: true, cell: (line) => (line.task === undefined ? "–" : String(line.task)) },
          { name: "Worker", cell: (line) => line.worker || "–" },
          { name: "What", words: true, cell: (line) => [WORDS[line.kind] || line.kind, line.cause ? make("span", { class: "reason" }, line.cause) : undefined].filter(Boolean) },
        ],
        [...listed].reverse(),
      ),
    ),
  );
  fill(place, dead.length ? table(`${plural(dead.length, "task")} given up.`, columns, dead) : make("p", { class: "empty" }, "No task is given up."), log);
}

function story(task) {
  const attempts = task.story?.attempts;
  if (!attempts || attempts.length < 2) return "";
  return make("span", { class: "reason" }, attempts.map((attempt) => `${attempt.worker}: ${attempt.cause}`).join("; "));
}
