import { spawnSync } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type CallbackRoute, callbackRouteSchema } from '@switchyard/core/providers';
import { callbackCode } from '../src/providers/index.ts';
import { verifiedBefore } from '../src/verified-request.ts';
import { hostileBodies, LARGEST_BODY } from './hostile-bodies.ts';
import { sendGridRequest } from './signed-requests.ts';

// What each hostile body costs to parse, alone in a process of its own:
//   node packages/webhook-handler/testing/measure-bodies.ts [bytes] [part of a name]

const [bytes = String(LARGEST_BODY), wanted = '', route, contentType = ''] = process.argv.slice(2);
if (route === undefined) measureEach();
else await measureOne(callbackRouteSchema.parse(route), contentType);

function measureEach(): void {
  for (const [name, make] of Object.entries(hostileBodies).filter(([each]) => each.includes(wanted))) {
    const body = make(Number(bytes));
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--no-warnings', fileURLToPath(import.meta.url), bytes, '', body.route, body.contentType],
      { input: body.rawBody, timeout: 60_000 },
    );
    process.stdout.write(
      `${name.padEnd(34)} ${status === 0 ? stdout : `died: ${stderr.toString().slice(0, 200)}\n`}`,
    );
  }
}

async function measureOne(route: CallbackRoute, contentType: string): Promise<void> {
  const parse = async (rawBody: Uint8Array) => {
    const { callback } = sendGridRequest({ parts: [] });
    const request = { ...callback, route, rawBody, headers: { 'content-type': contentType } };
    try {
      await callbackCode(route).parse(verifiedBefore(request));
      return 'read';
    } catch (error) {
      return String(error).slice(0, 100);
    }
  };
  const body = await buffer(process.stdin);
  // Code is loaded and compiled before.
  await parse(Buffer.from('x'));
  const peak = () => process.resourceUsage().maxRSS * 1024;
  const before = { cpu: process.cpuUsage(), memory: peak() };
  const outcome = await parse(body);
  const { user, system } = process.cpuUsage(before.cpu);
  const columns = [`${body.length} B`, `${Math.round((user + system) / 1000)} ms CPU`];
  const memory = `${Math.round((peak() - before.memory) / 1e6)} MB`;
  process.stdout.write(`${[...columns, memory].map((text) => text.padStart(12)).join('')}  ${outcome}\n`);
}
