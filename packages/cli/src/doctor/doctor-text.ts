import { PROVIDERS } from '@switchyard/core/providers';
import { count } from '../format.ts';
import type { Output } from '../output.ts';
import { checks as groups } from './checks.ts';
import type { Finding, FindingState } from './finding.ts';
import type { ProviderUrl } from './provider-urls.ts';

type Colors = Output['colors'];

export type DoctorResult = {
  readonly target: string;
  readonly counts: Readonly<Record<FindingState, number>>;
  readonly checks: readonly ({ readonly group: string } & Finding)[];
  readonly urls: readonly ProviderUrl[];
};

const WORDS = { ok: 'ok', warn: 'warn', fail: 'FAIL', skipped: 'skip' } as const satisfies Record<
  FindingState,
  string
>;
const WORD_WIDTH = 4;

/** All findings by group, then the URLs, and last what it comes to: that is what stays on the screen. */
export function doctorText(result: DoctorResult, colors: Colors): string {
  const { checks, urls } = result;
  const width = Math.max(...checks.map(({ check }) => check.length));
  const sections = groups.flatMap(({ group, title }) => {
    const lines = checks.filter((check) => check.group === group).map((check) => line(check, width, colors));
    return lines.length === 0 ? [] : [[colors.bold(title), ...lines].join('\n')];
  });
  return [
    `Looking at ${result.target}`,
    ...sections,
    ...(urls.length === 0 ? [] : [urlsText(result, colors)]),
    verdict(result, colors),
  ].join('\n\n');
}

function line({ check, state, detail, fix }: Finding, width: number, colors: Colors): string {
  const word = paintOf(state, colors)(WORDS[state].padEnd(WORD_WIDTH));
  const first = `  ${word}  ${check.padEnd(width)}  ${detail}`;
  if (fix === undefined) return first;
  return `${first}\n${' '.repeat(WORD_WIDTH + width + 6)}${colors.cyan('→')} ${fix}`;
}

function paintOf(state: Finding['state'], colors: Colors): (text: string) => string {
  switch (state) {
    case 'ok':
      return colors.green;
    case 'warn':
      return colors.yellow;
    case 'fail':
      return colors.red;
    case 'skipped':
      return colors.dim;
  }
}

function urlsText({ urls }: DoctorResult, colors: Colors): string {
  const width = Math.max(...urls.map((each) => each.for.length));
  const lines = urls.map(
    (each) => `  ${each.for.padEnd(width)}  ${each.url}\n${' '.repeat(width + 4)}${colors.dim(each.where)}`,
  );
  const isLocal = urls.some(({ url }) => /^http:\/\/(127\.|localhost)/.test(url));
  return [
    `${colors.bold('URLs to give away')}, each typed as it stands: no slash at the end, no other query`,
    ...lines,
    `  ${PROVIDERS.twilio.urlFragment} is for Twilio alone, neither sent nor signed: without it Twilio never repeats a request`,
    '  after an error or a slow answer. See docs/providers.',
    ...(isLocal ? ['  Providers cannot reach this machine: these are to see what a deployment has.'] : []),
  ].join('\n');
}

function verdict({ counts: { ok, warn, fail, skipped } }: DoctorResult, colors: Colors): string {
  const rest = `${ok} ok, ${skipped} skipped`;
  if (fail > 0) return colors.red(`${count(fail, 'check')} failed, ${count(warn, 'warning')}, ${rest}.`);
  if (warn > 0) return colors.yellow(`Nothing failed; ${count(warn, 'warning')}, ${rest}.`);
  return colors.green(`All is in order: ${rest}.`);
}
