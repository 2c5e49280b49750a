// Numbers and times for people; English, independent of the browser's language.

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat("en", { maximumFractionDigits: 1, minimumFractionDigits: 1 });

export const count = (value) => (Number.isFinite(value) ? grouped.format(value) : "–");

export const rate = (value) => (!Number.isFinite(value) ? "–" : value >= 100 ? grouped.format(value) : oneDigit.format(value));

export const percent = (share) => (Number.isFinite(share) ? `${Math.round(share * 100)} %` : "–");

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** A length of time, given in milliseconds. */
export function span(milliseconds) {
  if (!Number.isFinite(milliseconds)) return "–";
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min ${String(Math.round(seconds % 60)).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** A place on the time axis, in milliseconds after the origin; step is the distance of the ticks. */
export function moment(milliseconds, step = 1000) {
  const sign = milliseconds < 0 ? "-" : "";
  const total = Math.abs(milliseconds) / 1000;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const digits = step < 100 ? 2 : step < 1000 ? 1 : 0;
  const seconds = (total % 60).toFixed(digits).padStart(digits ? 3 + digits : 2, "0");
  return hours ? `${sign}${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${sign}${minutes}:${seconds}`;
}

/** The time of day of a moment after the origin. */
export function clock(origin, milliseconds) {
  return new Date(Date.parse(origin) + milliseconds).toISOString().slice(11, 19);
}

export function bytes(value) {
  if (!Number.isFinite(value)) return "–";
  return value >= 2 ** 30 ? `${(value / 2 ** 30).toFixed(1)} GiB` : `${Math.round(value / 2 ** 20)} MiB`;
}

export function remaining(state) {
  if (!state || state.state === "calculating") return "calculating";
  if (state.state !== "estimated") return "over";
  return `${span(state.seconds * 1000)}`;
}
