// Ticks of a time axis.

const STEPS = [10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 108e5, 216e5, 432e5, 864e5];

/** The distance of ticks, in milliseconds, when there is room for so many. */
export function tickStep(length, room) {
  return STEPS.find((step) => length / step <= room) || 864e5 * Math.ceil(length / room / 864e5);
}

export function ticks(from, to, step) {
  const list = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) list.push(tick);
  return list;
}
