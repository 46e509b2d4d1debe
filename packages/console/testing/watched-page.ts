import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import * as z from 'zod';

/** Only a failing test waits this long: the machine may be busy with something else. */
export const PATIENCE_MS = 100_000;

export type WatchedPage = {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, refusals by the Content-Security-Policy, failed requests. */
  readonly problems: readonly string[];
  /** Requests that went elsewhere. */
  readonly foreign: readonly string[];
};

export type PageOptions = {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
};

/** A page in a context of its own, which is watched from its first request on. */
export async function openPage(
  browser: Browser,
  { theme = 'light', width = 1280, height = 900 }: PageOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const problems: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:\d+\/|data:|blob:)/.test(request.url())) foreign.push(request.url());
  });
  return { page, problems, foreign };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const violationsSchema = z.array(
  z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
);

/** What axe-core finds against WCAG 2.2 A and AA, as lines to read. */
export async function findViolations(page: Page): Promise<string[]> {
  // Not by a script element, which the page's policy would refuse.
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(AXE);
  const found: unknown = await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })
      .then(({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => ({ html })) })))`,
  );
  return violationsSchema
    .parse(found)
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
