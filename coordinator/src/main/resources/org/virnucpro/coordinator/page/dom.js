// Elements made of plain values: text never becomes markup.

/** An element with attributes (a function becomes a listener) and children (elements, or text). */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Replaces what is in an element, unless it is the same text: a screen reader is not told twice. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat());
}

/**
 * A table. Columns: { name, number, words, cell(row) → text or element }. The first column names the row.
 */
export function table(caption, columns, rows) {
  const kind = (column) => (column.number ? "number" : column.words ? "words" : undefined);
  return make(
    "table",
    {},
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, columns.map((column) => make("th", { scope: "col", class: kind(column) }, column.name)))),
    make(
      "tbody",
      {},
      rows.map((row) =>
        make(
          "tr",
          {},
          columns.map((column, index) =>
            index === 0
              ? make("th", { scope: "row", class: kind(column) }, column.cell(row))
              : make("td", { class: kind(column) }, column.cell(row)),
          ),
        ),
      ),
    ),
  );
}

/** Fills the body of a <details> when it is opened, and again with every call while it is open. */
export function whenOpen(details, content) {
  const body = details.querySelector("div");
  details.render = () => details.open && fill(body, content());
  if (!details.listens) {
    details.listens = true;
    details.addEventListener("toggle", () => details.render());
    body.tabIndex = 0;
  }
  details.render();
}
