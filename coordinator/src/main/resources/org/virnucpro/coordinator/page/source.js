// Where timelines come from: the page itself (a report), or the server that gave this page.

/** Milliseconds between two looks at the server: at least, without a word from it, and after a failure. */
const LEAST_WAIT = 3000;
const SILENT_WAIT = 15000;
const LONGEST_WAIT = 30000;

/** Types of events after which a look is worth it. */
const KINDS = ["message", "sample", "run", "runs", "tick", "reset"];

/** The timeline that a report carries; null when there is none. */
export function embedded() {
  const element = document.getElementById("timeline");
  return element ? JSON.parse(element.textContent) : null;
}

async function read(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" }, cache: "no-cache" });
  if (!answer.ok) throw new Error(await problem(answer));
  return answer.text();
}

/** The sentence of an error that the server answered. */
export async function problem(answer) {
  try {
    const { error } = await answer.json();
    return [error.message, error.hint].filter(Boolean).join(" ") || `the server answered ${answer.status}`;
  } catch {
    return `the server answered ${answer.status}`;
  }
}

export const runs = async () => JSON.parse(await read("api/v1/runs")).runs;

/** The timeline as text, which is quick to compare with the last one. */
export const timeline = (run) => read(`api/v1/runs/${encodeURIComponent(run)}/timeline`);

/**
 * Calls look() now and whenever the server says that something may be new, at most every 3 s, never while the tab is hidden,
 * never twice at once. Where the server sends no events, looks every 3 s. look() returns a promise; when it fails, the next
 * look waits longer.
 */
export class Ticks {
  constructor(look) {
    this.look = look;
    this.last = -LEAST_WAIT;
    this.failures = 0;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.stop() : this.start()));
  }

  start() {
    if (document.hidden || this.events) return;
    this.events = new EventSource("api/v1/events");
    for (const kind of KINDS) this.events.addEventListener(kind, () => this.soon());
    this.soon();
  }

  stop() {
    this.events?.close();
    this.events = null;
    clearTimeout(this.timer);
    this.timer = null;
  }

  /** Looks after a while, or earlier when an earlier look is planned. */
  soon(wait = 0) {
    if (this.busy || document.hidden) return;
    const due = Math.max(performance.now() + wait, this.last + LEAST_WAIT);
    if (this.timer && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => this.run(), due - performance.now());
  }

  async run() {
    this.timer = null;
    this.busy = true;
    this.last = performance.now();
    try {
      await this.look();
      this.failures = 0;
    } catch {
      this.failures++;
    }
    this.busy = false;
    const told = this.events?.readyState === EventSource.OPEN;
    this.soon(this.failures ? Math.min(LONGEST_WAIT, LEAST_WAIT * 2 ** this.failures) : told ? SILENT_WAIT : LEAST_WAIT);
  }
}
