// How the run was set up, and what came of it.
import { byId, fill, make } from "./dom.js";
import { count } from "./format.js";

const words = (key) => key.replace(/_/g, " ");

const text = (value) => {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (typeof value === "number") return Number.isInteger(value) ? count(value) : String(value);
  return Array.isArray(value) ? value.join(", ") : String(value);
};

function list(title, facts) {
  const entries = Object.entries(facts || {}).filter(([, value]) => value !== null && value !== "" && typeof value !== "object" || Array.isArray(value));
  if (!entries.length) return undefined;
  return make("div", {}, make("h3", {}, title), make("dl", {}, entries.flatMap(([key, value]) => [make("dt", {}, words(key)), make("dd", {}, text(value))])));
}

export function showSettings(timeline) {
  const lists = [
    list("Run", { name: timeline.run, began: timeline.origin.replace("T", " ").replace("Z", " UTC"), ...timeline.settings }),
    list("Work stealing", timeline.stealing),
    list("Result", timeline.result),
  ].filter(Boolean);
  fill(byId("settings"), lists.length ? lists : make("p", { class: "empty" }, "Nothing is known."));
}
