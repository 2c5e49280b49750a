// The page of a live run in a real browser. Usage: node page.test.mjs ORIGIN TOKEN FAULT_FILE SCREENSHOTS
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [origin, token, fault, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const say = (words) => console.log(`page: ${words}`);
mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
page.setDefaultTimeout(60_000);
const foreign = [];
const faults = [];
page.on("request", (request) => {
  if (!request.url().startsWith(origin) && !request.url().startsWith("data:") && !request.url().startsWith("blob:")) foreign.push(request.url());
});
page.on("pageerror", (error) => faults.push(String(error)));

async function serious() {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

try {
  await page.goto(`${origin}/`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.locator("#state", { hasText: /open|running/ }).waitFor();
  const bar = page.locator("#progress [role=progressbar]");
  const early = Number(await bar.getAttribute("aria-valuenow"));
  await page.locator("path.steal").first().waitFor({ state: "attached" });
  const arrow = page.locator("path.steal").first();
  assert.notEqual(await arrow.getAttribute("data-victim"), await arrow.getAttribute("data-thief"));
  assert.ok((await arrow.boundingBox()).height > 0, "the arrow of a steal can be seen");
  say("a steal has its arrow while the run goes on");

  await page.waitForFunction((was) => Number(document.querySelector("#progress [role=progressbar]").getAttribute("aria-valuenow")) > was, early);
  say("the page follows the run by itself");

  const retry = page.getByRole("button", { name: /^Retry task \d+$/ });
  await retry.first().waitFor();
  assert.match(await page.locator("#failures").innerText(), /this sequence is asked to fail/);
  await page.screenshot({ path: `${shots}/page.png`, fullPage: true });
  rmSync(fault);
  await retry.first().click();
  await page.locator("#token-dialog input").fill("wrong");
  await page.locator("#token-dialog button.main").click();
  await page.locator("#problem, #said").filter({ hasText: /token/i }).first().waitFor();
  await retry.first().click();
  await page.locator("#token-dialog input").fill(token);
  await page.locator("#token-dialog button.main").click();
  await retry.first().waitFor({ state: "detached" });
  say("a wrong token is refused in words, the right one puts the failed task back");

  assert.deepEqual(await serious(), [], "axe, light");
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  assert.deepEqual(await serious(), [], "axe, dark");
  await page.screenshot({ path: `${shots}/page-dark.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: "light" });
  say("axe finds nothing serious, in light and in dark");

  for (const table of ["gantt", "depth", "rate"]) {
    await page.locator(`#${table}-table summary`).click();
    await page.locator(`#${table}-table table tbody tr`).first().waitFor();
  }
  say("charts have tables with rows");

  await page.setViewportSize({ width: 360, height: 740 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 360, `at 360 px the page is ${width} px wide`);
  await page.screenshot({ path: `${shots}/page-narrow.png` });
  say("360 px are enough");

  assert.deepEqual(foreign, [], "requests that leave the host");
  assert.deepEqual(faults, [], "errors of scripts");
  say("no request left the host, no script failed");
} catch (failure) {
  await page.screenshot({ path: `${shots}/failed.png`, fullPage: true }).catch(() => {});
  throw failure;
} finally {
  await browser.close();
}
