// Changes to a run: they need the coordinator's token, which a person gives once per tab.
import { byId } from "./dom.js";
import { problem } from "./source.js";

const KEY = "virnucpro-token";

/** Keeps the token of an address such as /#token=..., and takes it out of the address bar. */
export function takeToken() {
  const parts = location.hash.slice(1).split("&");
  const token = parts.find((part) => part.startsWith("token="));
  if (!token) return;
  sessionStorage.setItem(KEY, decodeURIComponent(token.slice("token=".length)));
  const rest = parts.filter((part) => part !== token).join("&");
  history.replaceState(null, "", location.pathname + location.search + (rest ? `#${rest}` : ""));
}

function ask() {
  const dialog = byId("token-dialog");
  const input = byId("token");
  input.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok" ? input.value.trim() : ""), { once: true });
  });
}

/** Sends a change; returns the server's answer, or null when the person gave no token. Throws with the server's words. */
export async function change(path, body) {
  const token = sessionStorage.getItem(KEY) || (await ask());
  if (!token) return null;
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (answer.status === 401 || answer.status === 403) {
    sessionStorage.removeItem(KEY);
    throw new Error(await problem(answer));
  }
  sessionStorage.setItem(KEY, token);
  if (!answer.ok) throw new Error(await problem(answer));
  return answer.json().catch(() => ({}));
}
