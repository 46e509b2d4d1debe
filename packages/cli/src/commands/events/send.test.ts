import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { presentation } from '../../../testing/builders.ts';
import { type TestSessionOptions, testSession } from '../../../testing/test-session.ts';
import { eventsSend } from './send.ts';

type Answer = { readonly status: number; readonly body?: object; readonly headers?: Record<string, string> };
type Request = { readonly url: string; readonly headers: Headers; readonly lines: string[] };

const environment = { SWITCHYARD_API_KEY: 'sy_live_1' };
const accepted = (line: number, more: object = {}) => ({
  line,
  status_code: 201,
  event_id: `evt_${line}`,
  ...more,
});
const failed = (line: number, status: number, code: string) => ({
  line,
  status_code: status,
  problem: { status, code, detail: `It is ${code}.` },
});
const all = (count: number): Answer => ({
  status: 200,
  body: { results: Array.from({ length: count }, (_, n) => accepted(n + 1)) },
});

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'switchyard-send-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** A session whose API gives these answers, one after another; an error is no answer. */
function answering(answers: readonly (Answer | Error)[], options: TestSessionOptions = {}) {
  const left = [...answers];
  const requests: Request[] = [];
  const slept: number[] = [];
  const fetch = async (url: string, { headers, body }: RequestInit) => {
    const text = Buffer.from(body instanceof Uint8Array ? body : []).toString();
    requests.push({
      url,
      headers: new Headers(headers),
      lines: text.split('\n').filter((line) => line !== ''),
    });
    const answer = left.shift();
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('One request too many.');
    return new Response(JSON.stringify(answer.body ?? {}), {
      status: answer.status,
      headers: answer.headers ?? {},
    });
  };
  const sleep = async (ms: number) => slept.push(ms);
  return { ...testSession({ fetch, sleep, environment, directory, ...options }), requests, slept };
}

async function fileOf(...lines: readonly string[]): Promise<{ file: string }> {
  const file = `${Math.random()}.ndjson`;
  await writeFile(join(directory, file), lines.map((line) => `${line}\n`).join(''));
  return { file };
}

describe('events send', () => {
  it('sends the lines to the API of the stack, with a key that is the file’s', async () => {
    const { session, requests } = answering([all(2)]);
    const answer = await eventsSend.run(session, await fileOf('{"n":1}', '{"n":2}'));
    expect(answer).toMatchObject({ lines: 2, accepted: 2, replayed: 0, failed: 0 });
    const [{ url = '', headers = new Headers(), lines = [] } = {}] = requests;
    expect(url).toBe('https://hooks.example.com/v1/events');
    expect(headers.get('authorization')).toBe('Bearer sy_live_1');
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    expect(headers.get('idempotency-key')).toMatch(/^file-/);
    expect(lines).toEqual(['{"n":1}', '{"n":2}']);
  });

  it('sends many lines in several requests, and counts them through', async () => {
    const bad = { status: 207, body: { results: [failed(2, 422, 'body_invalid')] } };
    const { session, requests, lines: shown } = answering([all(500), bad]);
    const lines = Array.from({ length: 502 }, (_, n) => `{"n":${n}}`);
    const answer = await eventsSend.run(session, await fileOf(...lines));
    expect(requests.map((request) => request.lines.length)).toEqual([500, 2]);
    expect(answer.failures).toEqual([{ line: 502, code: 'body_invalid', detail: 'It is body_invalid.' }]);
    expect(shown).toContain('500 lines');
    expect(eventsSend.exitCode?.(answer, { file: '', url: undefined })).toBe(1);
    expect(eventsSend.text(answer, presentation)).toMatch(/1 line not accepted/);
  });

  it('sends again, with the same key, what was throttled, lost or open, until all is accepted', async () => {
    const { session, requests, slept } = answering([
      { status: 503, headers: { 'retry-after': '7' } },
      new Error('socket hang up'),
      { status: 207, body: { results: [accepted(1), failed(2, 503, 'unavailable')] } },
      { status: 200, body: { results: [accepted(1, { replayed: true }), accepted(2)] } },
    ]);
    const answer = await eventsSend.run(session, await fileOf('{"n":1}', '{"n":2}'));
    expect(answer).toMatchObject({ accepted: 2, replayed: 1, failed: 0 });
    expect(new Set(requests.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
    expect(slept).toEqual([7_000, 1_000, 2_000]);
  });

  it('stops at a refusal, and says how far it came and how to go on', async () => {
    const refusal = { status: 401, body: { status: 401, code: 'not_authenticated', detail: 'No such key.' } };
    const { session } = answering([all(500), refusal]);
    const lines = Array.from({ length: 501 }, () => '{}');
    await expect(eventsSend.run(session, await fileOf(...lines))).rejects.toMatchObject({
      code: 'not_authenticated',
      message: 'After 500 lines: No such key. Run it again with the same file to go on.',
    });
  });

  it('gives up an API that never answers', async () => {
    const { session, requests } = answering(Array.from({ length: 8 }, () => new Error('ECONNREFUSED')));
    await expect(eventsSend.run(session, await fileOf('{}'))).rejects.toMatchObject({
      code: 'api_unreachable',
    });
    expect(requests).toHaveLength(8);
  });

  it('reads stdin, to any API, and asks for no key then', async () => {
    const { session, requests } = answering([all(1)], { stdin: Readable.from([Buffer.from('{"n":1}')]) });
    await eventsSend.run(session, { file: '-', url: 'https://api.example.com/' });
    expect(requests).toMatchObject([{ url: 'https://api.example.com/v1/events', lines: ['{"n":1}'] }]);
    const { session: keyless } = answering([], { environment: {} });
    await expect(eventsSend.run(keyless, { file: '-' })).rejects.toMatchObject({ code: 'api_key_missing' });
  });

  it('sends those of an ordering key one by one, each until it is taken, and goes on after one that is refused', async () => {
    const one = (status: number, body: object, headers = {}) => ({ status, body, headers });
    const { session, requests, slept } = answering([
      one(201, { event_id: 'evt_1' }, { 'idempotent-replayed': 'true' }),
      one(503, {}),
      one(422, { status: 422, code: 'body_invalid', detail: 'It is no object.' }),
      one(201, { event_id: 'evt_3' }),
    ]);
    const answer = await eventsSend.run(session, {
      ...(await fileOf('{"n":1}', '[2]', '', '{"n":3}')),
      orderingKey: 'order-1',
    });
    expect(answer).toMatchObject({
      lines: 3,
      accepted: 2,
      replayed: 1,
      failures: [{ line: 2, code: 'body_invalid', detail: 'It is no object.' }],
    });
    expect(requests.map(({ lines }) => lines)).toEqual([['{"n":1}'], ['[2]'], ['[2]'], ['{"n":3}']]);
    const headers = requests.map((request) => request.headers);
    expect(new Set(headers.map((each) => each.get('ordering-key')))).toEqual(new Set(['order-1']));
    expect(new Set(headers.map((each) => each.get('content-type')))).toEqual(new Set(['application/json']));
    expect(new Set(headers.map((each) => each.get('idempotency-key'))).size).toBe(3);
    expect(slept).toHaveLength(1);
  });

  it('asks for the key of a file’s tenant, and makes no request for blank lines', async () => {
    const { session, requests } = answering([], { environment: {}, readSecret: async () => 'sy_live_2' });
    expect(await eventsSend.run(session, await fileOf(' ', ''))).toMatchObject({ lines: 0, accepted: 0 });
    expect(requests).toEqual([]);
  });

  it('says of a directory that it is one', async () => {
    const { session } = answering([]);
    await expect(eventsSend.run(session, { file: '.' })).rejects.toThrow(/^\. is a directory; name a file/);
  });

  it('says which file it cannot read', async () => {
    const { session } = answering([]);
    await expect(eventsSend.run(session, { file: 'none.ndjson' })).rejects.toMatchObject({
      code: 'file_unreadable',
    });
  });
});
