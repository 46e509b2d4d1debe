import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod';

export type ConsoleRehearsal = {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stack: string;
  readonly tenantId: string;
};

/** What the pages ask when they are opened. The last asks a function, and moto runs none. */
const asked = (
  tenantId: string,
): readonly (readonly [name: string, input: object, asksFunction?: true])[] => [
  ['overview', {}],
  ['doctor', {}],
  ['tenants list', {}],
  ['tenants show', { tenantId }],
  ['endpoints list', { tenantId }],
  ['events list', { tenantId, max: '20' }],
  ['conversations recent', { max: '100' }],
  ['quarantine list', { limit: '1000' }],
  ['secrets rotations', {}],
  ['replays list', {}],
  ['dlq summary', {}, true],
];

const lineSchema = z.looseObject({ kind: z.string(), message: z.string().optional() });
type End = z.infer<typeof lineSchema>;

/**
 * Serves the operator console of a stack, and asks it for its page and for what its pages show.
 *
 * @returns what came of each, a line each
 * @throws Error when one that needs no function does not answer
 */
export async function rehearseConsole(rehearsal: ConsoleRehearsal): Promise<string> {
  const { directory, environment, stack, tenantId } = rehearsal;
  const args = ['packages/cli/src/bin/cli.ts', 'console', '--json', '--stack', stack];
  const child = spawn(process.execPath, args, {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    const url = new URL(await firstUrl(createInterface(child.stdout)));
    const authorization = `Bearer ${url.hash.slice('#token='.length)}`;
    const page = await (await fetch(url.origin)).text();
    if (!page.includes('/assets/')) throw new Error(`The console served another page:\n${page}`);
    const console_ = await fetch(`${url.origin}/api/console`, { headers: { authorization } });
    const { target } = z
      .object({ target: z.looseObject({ stack: z.string() }) })
      .parse(await console_.json());
    if (target.stack !== stack) throw new Error(`The console works on ${target.stack}.`);

    const lines = ['the page is served, and names the stack'];
    for (const [name, input, asksFunction] of asked(tenantId)) {
      const { kind, message = '' } = await run(`${url.origin}/api/commands/${name.replace(' ', '/')}`, {
        authorization,
        input,
      });
      if (kind !== 'ended' && !asksFunction) throw new Error(`${name}: ${message}`);
      lines.push(kind === 'ended' ? `${name}: answered` : `${name}: ${message.split('\n')[0]}`);
    }
    return lines.join('\n');
  } finally {
    child.kill('SIGINT');
    await exited;
  }
}

async function firstUrl(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) return z.object({ url: z.string() }).parse(JSON.parse(line)).url;
  throw new Error('The console ended before it said where it is.');
}

/** @returns the last line of its answer */
async function run(
  url: string,
  { authorization, input }: { authorization: string; input: object },
): Promise<End> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) return { kind: 'refused', message: text };
  return lineSchema.parse(JSON.parse(text.trimEnd().split('\n').at(-1) ?? ''));
}
