// Opens the page of a service in Chromium and prints figures, in milliseconds: for "paint" the first contentful paint and the first
// rows, the shortest of three visits; for "scroll" and "still" the median time between frames within two seconds.
//
//   node page.mjs DRIVER CHROMIUM URL paint|scroll|still
//
// DRIVER is the folder of playwright-core.
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [driver, executablePath, url, what] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(resolve(driver));
const SCREEN = { width: 1280, height: 800 };
const VISITS = 3;
// Pixels in each millisecond: about two and a half screens a second.
const SPEED = { scroll: 2, still: 0 };

const paint = () =>
  new Promise((done, fail) => {
    setTimeout(() => fail(new Error("no rows were drawn")), 20000);
    const look = () =>
      document.querySelectorAll("[data-task]").length < 10
        ? requestAnimationFrame(look)
        : done([performance.getEntriesByName("first-contentful-paint")[0].startTime, performance.now()]);
    look();
  });

const frame = (speed) =>
  new Promise((done, fail) => {
    setTimeout(() => fail(new Error("no frames were drawn")), 20000);
    const range = document.documentElement.scrollHeight - innerHeight;
    const frames = [];
    let before = 0;
    let first = 0;
    const step = (now) => {
      first ||= now;
      before && frames.push(now - before);
      before = now;
      const way = (now - first) * speed;
      if (now - first > 2000) {
        done([frames.sort((one, other) => one - other)[frames.length >> 1]]);
      } else {
        speed && scrollTo(0, Math.floor(way / range) % 2 ? range - (way % range) : way % range);
        requestAnimationFrame(step);
      }
    };
    requestAnimationFrame(step);
  });

const visit = async (browser) => {
  const context = await browser.newContext({ viewport: SCREEN });
  const page = await context.newPage();
  await page.goto(url);
  if (what === "paint") {
    const painted = await page.evaluate(paint);
    await context.close();
    return painted;
  }
  await page.getByTestId("connection").and(page.locator("[data-state=live]")).waitFor();
  await page.locator("[data-task]").nth(9).waitFor();
  return page.evaluate(frame, SPEED[what]);
};

const browser = await chromium.launch({ executablePath, args: ["--disable-gpu", "--no-sandbox"] });
try {
  const visits = [];
  for (let i = 0; i < (what === "paint" ? VISITS : 1); i++) {
    visits.push(await visit(browser));
  }
  visits.sort((one, other) => one.at(-1) - other.at(-1));
  console.log(visits[0].map((figure) => figure.toFixed(1)).join(" "));
} finally {
  await browser.close();
}
