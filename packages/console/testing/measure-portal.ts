// Measures how soon the portal shows something, and something useful: `pnpm measure:portal [runs [link]]`. Without a
// link, to the portal of a stack of its own. Needs Chromium.
import { cpus, loadavg } from 'node:os';
import type { Browser } from 'playwright-core';
import * as z from 'zod';
import { buildPages, compressed } from '../build/page-files.ts';
import { launchChromium } from './launch-chromium.ts';
import { openPictureStack } from './picture-stack.ts';
import { openPage } from './watched-page.ts';

const DEFAULT_RUNS = 5;

/** Runs in the page, before its own scripts: notes the frame in which the overview's numbers are painted. */
const NOTE_DATA = `
  const seen = new MutationObserver(() => {
    if (document.querySelector('dl.stats dd') === null) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark('data'), 0));
  });
  seen.observe(document, { childList: true, subtree: true });
`;

const UNTIL_DATA = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    if (list.getEntriesByName('data').length > 0) resolve();
  }).observe({ type: 'mark', buffered: true });
})`;

const READ_TIMES = `({
  firstByte: performance.getEntriesByType('navigation')[0].responseStart,
  firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  data: performance.getEntriesByName('data')[0].startTime,
  session: performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/v1/portal-session')).responseEnd,
  overview: performance.getEntriesByType('resource').find(({ name }) => name.includes('/v1/overview')).responseEnd,
  scripts: Math.max(...performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).map(({ responseEnd }) => responseEnd)),
})`;

const timesSchema = z.object({
  firstByte: z.number(),
  firstPaint: z.number(),
  scripts: z.number(),
  session: z.number(),
  overview: z.number(),
  data: z.number(),
});

const WORDS = {
  firstByte: 'page answered',
  firstPaint: 'first contentful paint',
  scripts: 'last script loaded',
  session: 'link checked',
  overview: 'overview answered',
  data: 'overview shows its numbers',
  scriptTime: 'main thread in scripts',
  threadTime: 'main thread in all',
} as const;

type Run = Readonly<Record<keyof typeof WORDS, number>>;

/** One opening of the link, by a browser that has nothing of it. */
async function openOnce(browser: Browser, url: string): Promise<Run> {
  const { page } = await openPage(browser);
  await page.addInitScript(NOTE_DATA);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  await page.goto(url);
  await page.evaluate(UNTIL_DATA);
  const times = timesSchema.parse(await page.evaluate(READ_TIMES));
  const { metrics } = await devtools.send('Performance.getMetrics');
  const secondsOf = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  await page.context().close();
  return {
    ...times,
    scriptTime: secondsOf('ScriptDuration') * 1_000,
    threadTime: secondsOf('TaskDuration') * 1_000,
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function printSizes(): void {
  const { files, initial } = buildPages('portal');
  const sizeOf = (wanted: (name: string) => boolean): string => {
    const chosen = files.filter(({ name }) => wanted(name));
    const bytes = chosen.reduce((sum, each) => sum + each.bytes.byteLength, 0);
    const small = chosen.reduce((sum, each) => sum + compressed(each.bytes).byteLength, 0);
    return `${(small / 1_000).toFixed(1)} kB compressed, ${(bytes / 1_000).toFixed(1)} kB, ${chosen.length} files`;
  };
  console.log(
    `scripts before the first page  ${sizeOf((name) => initial.includes(name) && name.endsWith('.js'))}`,
  );
  console.log(`styles                         ${sizeOf((name) => name.endsWith('.css'))}`);
  console.log(`all scripts                    ${sizeOf((name) => name.endsWith('.js'))}`);
}

function printRuns(title: string, runs: readonly Run[]): void {
  console.log(`\n${title}`);
  for (const name of Object.keys(WORDS) as (keyof typeof WORDS)[]) {
    const values = runs.map((run) => run[name]);
    const spread = runs.length < 2 ? '' : `  (${values.map((value) => value.toFixed(0)).join(', ')})`;
    console.log(`  ${WORDS[name].padEnd(28)} ${median(values).toFixed(0).padStart(6)} ms${spread}`);
  }
}

const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');

const [, , asked, link] = process.argv;
const runs = Number(asked ?? DEFAULT_RUNS);
printSizes();
const stack = link === undefined ? await openPictureStack() : undefined;
const browser = await launchChromium();
try {
  console.log(`\n${cpus().length} cores, load ${load()}`);
  const url = link ?? stack?.to('') ?? '';
  printRuns('The first opening', [await openOnce(browser, url)]);
  const opened: Run[] = [];
  while (opened.length < runs) opened.push(await openOnce(browser, url));
  printRuns(`Median of ${runs} more, each by a browser that has nothing of it yet`, opened);
  console.log(`\nload ${load()}`);
} finally {
  await browser.close();
  await stack?.close();
}
