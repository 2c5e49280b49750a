// Who stole from whom: a matrix for few workers, a list of pairs for many.
import { byId, fill, make, table, whenOpen } from "./dom.js";
import { clock, count, plural } from "./format.js";

const MOST_IN_MATRIX = 16;
const MOST_ROWS = 200;

export function showMatrix(timeline) {
  const { workers, steals } = timeline;
  const name = (place) => (place < 0 ? "?" : workers[place].name);
  const place = byId("matrix");
  if (!steals.tasks) {
    fill(place, make("p", { class: "empty" }, timeline.stealing?.enabled === false ? "Stealing is off in this run." : "Nobody stole anything."));
  } else if (workers.length <= MOST_IN_MATRIX) {
    fill(place, matrix(timeline, name));
  } else {
    fill(
      place,
      table(
        `${plural(steals.matrix.length, "pair")}, those with the most tasks first.`,
        [
          { name: "Victim", cell: ([victim]) => name(victim) },
          { name: "Thief", cell: ([, thief]) => name(thief) },
          { name: "Tasks", number: true, cell: ([, , tasks]) => count(tasks) },
        ],
        steals.matrix.slice(0, MOST_ROWS),
      ),
    );
  }
  whenOpen(byId("steals-table"), () => latest(timeline, name));
}

function matrix({ workers, steals }, name) {
  const tasks = new Map(steals.matrix.map(([victim, thief, number]) => [`${victim} ${thief}`, number]));
  const most = Math.max(...steals.matrix.map(([, , number]) => number));
  const sum = (test) => steals.matrix.filter(test).reduce((total, [, , number]) => total + number, 0);
  const cell = (victim, thief) => {
    if (victim === thief) return make("td", { class: "self" }, make("span", { class: "hidden" }, "none"));
    const number = tasks.get(`${victim} ${thief}`) || 0;
    const element = make("td", { class: number ? undefined : "zero" }, count(number));
    if (number) element.style.backgroundColor = `rgba(var(--heat), ${0.12 + (0.4 * number) / most})`;
    return element;
  };
  return make(
    "table",
    { class: "matrix" },
    make("caption", {}, `${plural(steals.tasks, "task")} changed hands. Rows: taken from; columns: taken by.`),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "from \\ by"), workers.map((worker) => make("th", { scope: "col" }, worker.name)), make("th", { scope: "col" }, "all"))),
    make(
      "tbody",
      {},
      workers.map((worker, victim) =>
        make(
          "tr",
          {},
          make("th", { scope: "row" }, worker.name),
          workers.map((_, thief) => cell(victim, thief)),
          make("td", { class: "total" }, count(sum(([from]) => from === victim))),
        ),
      ),
      make("tr", {}, make("th", { scope: "row" }, "all"), workers.map((_, thief) => make("td", { class: "total" }, count(sum(([, by]) => by === thief)))), make("td", { class: "total" }, count(steals.tasks))),
    ),
  );
}

function latest({ steals, origin }, name) {
  const rows = steals.listed.slice(-MOST_ROWS).reverse();
  return table(
    `The latest ${count(rows.length)} of ${count(steals.listed.length + steals.not_listed)} steals.`,
    [
      { name: "Time", cell: ([time]) => clock(origin, time) },
      { name: "Thief", cell: ([, , thief]) => name(thief) },
      { name: "Victim", cell: ([, victim]) => name(victim) },
      { name: "First task", number: true, cell: ([, , , task]) => String(task) },
      { name: "Tasks", number: true, cell: ([, , , , tasks]) => count(tasks) },
    ],
    rows,
  );
}
