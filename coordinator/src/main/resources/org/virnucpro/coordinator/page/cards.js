// The overview: progress and the numbers that matter.
import { byId, fill, make } from "./dom.js";
import { count, percent, plural, rate, remaining, span } from "./format.js";

function card(name, value, more, bad) {
  return make(
    "div",
    { class: bad ? "bad" : undefined },
    make("dt", {}, name),
    make("dd", { class: "value" }, value),
    more ? make("dd", { class: "more" }, more) : undefined,
  );
}

function progress(cards) {
  const planned = cards.planned || 0;
  const share = (number) => (planned ? `${(100 * (number || 0)) / planned}%` : "0%");
  const part = (name, number) => {
    const element = make("span", { class: name });
    element.style.width = share(number);
    return element;
  };
  return make(
    "div",
    {
      class: "bar",
      role: "progressbar",
      "aria-label": "Tasks done",
      "aria-valuemin": 0,
      "aria-valuemax": planned,
      "aria-valuenow": Math.min(cards.done || 0, planned),
      "aria-valuetext": `${count(cards.done)} of ${count(planned)} tasks done`,
    },
    part("done", (cards.done || 0) + (cards.split || 0)),
    part("running", cards.leased),
    part("dead", (cards.dead || 0) + (cards.cancelled || 0)),
  );
}

export function showCards(timeline) {
  const { cards, result } = timeline;
  fill(byId("progress"), progress(cards));
  const elapsed = cards.elapsed_seconds ? cards.elapsed_seconds * 1000 : timeline.now - timeline.first;
  const over = cards.remaining?.state === "over" || !timeline.live;
  const mean = elapsed > 0 && cards.sequences_done ? (cards.sequences_done * 1000) / elapsed : NaN;
  const left = cards.remaining?.state === "estimated" ? cards.remaining : null;
  const here = timeline.workers.filter((worker) => worker.membership === "member").length;
  const list = [
    card("Tasks done", count(cards.done), `of ${count(cards.planned)}${cards.leased ? `, ${count(cards.leased)} running` : ""}`),
    card("Sequences done", count(cards.sequences_done), cards.sequences ? `of ${count(cards.sequences)}` : ""),
    over ? card("Sequences/s", rate(mean), "mean of the run") : card("Sequences/s", rate(cards.sequences_per_second), "last minute"),
    card(over ? "Took" : "Elapsed", span(elapsed), cards.lower_bound_seconds ? `bound ${span(cards.lower_bound_seconds * 1000)}` : ""),
    over
      ? undefined
      : card("Left", remaining(cards.remaining), left ? `${span(left.low_seconds * 1000)} to ${span(left.high_seconds * 1000)}` : ""),
    card("Efficiency", percent(cards.efficiency ?? NaN), cards.imbalance ? `imbalance ${cards.imbalance.toFixed(2)}` : "of the bound"),
    card("Stolen", count(cards.steals), `${plural(timeline.steals.matrix.length, "pair")}, ${count(cards.refused || 0)} refused`),
    card("Failed", count(cards.dead || 0), `${plural(cards.requeues || 0, "attempt")} repeated`, cards.dead > 0),
    card("Workers", count(timeline.workers.length), timeline.live ? `${count(here)} here` : ""),
  ];
  if (Number.isFinite(result.records_virus)) {
    list.push(card("Virus records", count(result.records_virus), `of ${count(result.records)}`));
  }
  fill(byId("cards"), list.filter(Boolean));
}
