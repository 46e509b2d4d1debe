import { describe, expect, it } from '@jest/globals';
import { MAX_BATCH_BYTES } from '@switchyard/core/batch-limits';
import { EVENT_SORT_KEY, eventSchema } from '@switchyard/core/events';
import { eventIdFromIdempotencyKey } from '@switchyard/core/ids';
import { anEndpoint, TENANT_ID, type TestStoreOptions } from '@switchyard/core/testing';
import fc from 'fast-check';
import * as z from 'zod';
import { createTestApi, type RequestParts } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';
import { MAX_BODY_BYTES } from '../api.ts';
import { batchAnswerSchema } from './batch-answer.ts';

function createBatchPost(options: TestStoreOptions = {}) {
  const api = createTestApi(options);
  const post = (body: string | Uint8Array, headers: RequestParts['headers'] = {}) =>
    api.send({ method: 'POST', headers: { 'content-type': 'application/x-ndjson', ...headers }, body });
  return {
    api,
    post,
    results: async (body: string | Uint8Array, headers: RequestParts['headers'] = {}) =>
      batchAnswerSchema.parse((await post(body, headers)).json).results,
    /** The payloads in the table by the ids of their events. */
    payloads: () =>
      new Map(
        api.table
          .items()
          .filter(({ sk }) => sk === EVENT_SORT_KEY)
          .map((item) => eventSchema.parse(item))
          .map(({ eventId, payload }) => [eventId, Buffer.from(payload).toString('latin1')]),
      ),
  };
}

const accepted = (line: number) => ({
  line,
  status_code: 201,
  event_id: expect.stringMatching(/^evt_/),
  status: 'PENDING',
});
const refused = (line: number, status: number, code: string) => ({
  line,
  status_code: status,
  problem: expect.objectContaining({ status, code, request_id: 'request-1' }),
});

describe('the answer to a batch', () => {
  it('is 200 when each line is an event, with a result for each in their order', async () => {
    const { status, json } = await createBatchPost().post('{"n":1}\n\n{"n":2}\n');
    expect(status).toBe(200);
    expect(json).toEqual({ accepted: 2, failed: 0, results: [accepted(1), accepted(3)] });
  });

  it('is 207 when a line is refused, which changes nothing about the others', async () => {
    const { post, payloads } = createBatchPost();
    const lines = ['{"n":1}', '{"n":', '[1]', '\ufeff{}', `{"a":"${'x'.repeat(MAX_BODY_BYTES)}"}`, '{"n":2}'];
    const { status, json } = await post(lines.join('\n'));
    expect(status).toBe(207);
    expect(json).toEqual({
      accepted: 2,
      failed: 4,
      results: [
        accepted(1),
        refused(2, 400, 'body_malformed'),
        refused(3, 422, 'body_invalid'),
        refused(4, 400, 'body_malformed'),
        refused(5, 413, 'payload_too_large'),
        accepted(6),
      ],
    });
    expect([...payloads().values()]).toEqual(['{"n":1}', '{"n":2}']);
  });

  it('tells of each line what a body of its own would be told', async () => {
    const { api, results } = createBatchPost({ endpoints: [anEndpoint({ eventTypes: ['order.paid'] })] });
    const bodies = ['{"type":"order.paid"}', '{"type":7}', '7', '{"type":', '{"a":"\udfff"}'];
    const alone = [];
    for (const body of bodies) {
      const { status, json } = await api.send({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const { code, status: word } = z
        .object({ code: z.string().optional(), status: z.unknown() })
        .parse(json);
      alone.push([status, code ?? word]);
    }
    const together = (await results(bodies.join('\n'))).map((result) => [
      result.status_code,
      result.problem?.code ?? result.status,
    ]);
    expect(together).toEqual(alone);
  });

  it('is 503 when no line could be queued, and 207 when some could', async () => {
    const { api, post } = createBatchPost();
    api.queue.hooks.refuses = () => true;
    const all = await post('{"n":1}\n{"n":2}\n');
    expect(all).toEqual(problem(503, 'unavailable'));
    expect(all.headers).toHaveProperty('retry-after');
    api.queue.hooks.refuses = ({ event }) =>
      Buffer.from(event?.payload ?? '', 'base64').toString() === '{"n":2}';
    expect(await post('{"n":1}\n{"n":2}\n')).toMatchObject({
      status: 207,
      json: { accepted: 1, failed: 1, results: [{ status_code: 201 }, { problem: { code: 'unavailable' } }] },
    });
  });

  it('is one line of the log, with how many came to what and nothing of them', async () => {
    const { api, post } = createBatchPost();
    await post('{"secret":"hunter2"}\n[1]\n', { 'idempotency-key': 'k' });
    const lines = api.logs().trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({
        tenantId: TENANT_ID,
        outcome: 'accepted',
        lines: 2,
        accepted: 1,
        repeated: 0,
        refused: 1,
        failed: 0,
      }),
    ]);
    expect(api.logs()).not.toContain('hunter2');
  });
});

describe('a batch that is refused as a whole', () => {
  it.each([
    ['has no line', '', 400, 'body_malformed'],
    ['has blank lines only', ' \n\r\n', 400, 'body_malformed'],
    ['has no line that is JSON', 'order.paid\norder.viewed', 400, 'body_malformed'],
    ['is a pretty-printed object', '{\n  "a": {\n  }\n}', 400, 'body_malformed'],
    ['has more than 500 lines', '{}\n'.repeat(501), 413, 'too_many_lines'],
    ['is larger than 4 MiB', `{"a":"${'x'.repeat(MAX_BATCH_BYTES)}"}`, 413, 'payload_too_large'],
  ])('%s', async (_, body, status, code) => {
    const { api, post } = createBatchPost();
    expect(await post(body)).toEqual(problem(status, code));
    expect(api.table.items()).toEqual([]);
  });

  it('says how many lines there are and how many may be', async () => {
    const { json } = await createBatchPost().post('{}\n'.repeat(501));
    expect(json).toMatchObject({ detail: expect.stringMatching(/501 lines; 1 to 500/) });
  });

  it('and nothing else takes ndjson', async () => {
    const { api } = createBatchPost();
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await api.send({ method: 'POST', path: '/v1/endpoints', headers, body: '{}' });
    expect(answer).toEqual(problem(415, 'content_type_unsupported'));
    expect(answer.json).toMatchObject({ detail: expect.stringMatching(/send application\/json\.$/) });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await api.send({ method: 'POST', headers: form, body: 'a=b' })).json).toMatchObject({
      detail: expect.stringMatching(/send application\/json or application\/x-ndjson\.$/),
    });
  });

  it('takes 500 lines, and 4 MiB', async () => {
    const { results } = createBatchPost();
    expect(await results('{}\n'.repeat(500))).toHaveLength(500);
    const line = `{"a":"${'x'.repeat(MAX_BATCH_BYTES / 32 - 9)}"}\n`;
    expect(await results(Buffer.from(line.repeat(32)))).toHaveLength(32);
  });
});

describe('an Idempotency-Key of a batch', () => {
  const KEY = { 'idempotency-key': 'export-1' };

  it('answers a repeat the same, and says of each line that it is one', async () => {
    const { api, results } = createBatchPost();
    const first = await results('{"n":1}\n{"n":2}\n', KEY);
    const second = await results('{"n":1}\n{"n":2}\n', KEY);
    expect(second).toEqual(first.map((result) => ({ ...result, replayed: true })));
    expect(api.queue.messages()).toHaveLength(2);
  });

  it('refuses another body, down to a line end', async () => {
    const { post } = createBatchPost();
    await post('{"n":1}\n', KEY);
    expect(await post('{"n":1}', KEY)).toEqual(problem(409, 'idempotency_conflict'));
  });

  it('is not that of an event', async () => {
    const { api, post } = createBatchPost();
    await post('{"n":1}\n', KEY);
    const headers = { 'content-type': 'application/json', ...KEY };
    expect((await api.send({ method: 'POST', headers, body: '{"n":1}' })).status).toBe(201);
    expect(api.queue.messages()).toHaveLength(2);
  });
});

it('takes no Ordering-Key: its lines have no order among them', async () => {
  const { post } = createBatchPost();
  expect(await post('{"id":"a"}\n', { 'ordering-key': 'order-1' })).toEqual(problem(400, 'headers_invalid'));
});

describe('an Idempotency-Key-Field', () => {
  const FIELD = { 'idempotency-key-field': 'id' };

  it('makes the text of that field the key of each line, as if it had come alone', async () => {
    const { results } = createBatchPost();
    const body = '{"id":"order-1"}\n{"id":"order-2"}\n{"id":"order-1","n":2}\n';
    expect(await results(body, FIELD)).toEqual([
      { ...accepted(1), event_id: eventIdFromIdempotencyKey(TENANT_ID, 'order-1') },
      { ...accepted(2), event_id: eventIdFromIdempotencyKey(TENANT_ID, 'order-2') },
      refused(3, 409, 'idempotency_conflict'),
    ]);
  });

  it('refuses a line without it, or whose field is no key, and takes the others', async () => {
    const { results } = createBatchPost();
    const body = '{"id":"a"}\n{}\n{"id":7}\n{"id":"Zoë"}\n';
    const answered = await results(body, FIELD);
    expect(answered.map(({ status_code }) => status_code)).toEqual([201, 422, 422, 422]);
    for (const { problem } of answered.slice(1))
      expect(problem?.errors).toEqual([
        { path: 'id', message: 'must be 1 to 255 printable ASCII characters' },
      ]);
  });

  it('is not one that every object has', async () => {
    const [answer] = await createBatchPost().results('{}\n', { 'idempotency-key-field': 'constructor' });
    expect(answer?.problem?.detail).toMatch(/constructor: must be 1 to 255/);
  });

  it('goes neither with a key for the whole nor with a single event', async () => {
    const { api, post } = createBatchPost();
    expect(await post('{"id":"a"}\n', { ...FIELD, 'idempotency-key': 'k' })).toEqual(
      problem(400, 'headers_invalid'),
    );
    const headers = { 'content-type': 'application/json', ...FIELD };
    expect(await api.send({ method: 'POST', headers, body: '{"id":"a"}' })).toEqual(
      problem(400, 'headers_invalid'),
    );
  });
});

describe('the bytes of a line', () => {
  const objects = fc
    .dictionary(fc.string(), fc.jsonValue())
    .chain((value) =>
      fc.constantFrom(JSON.stringify(value), JSON.stringify(value, undefined, '\t').replaceAll('\n', ' ')),
    );

  it('are stored as they came, whatever is around them and whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(objects, fc.constantFrom('\n', '\r\n', '\n\n', '\n \r\n')), {
          minLength: 1,
          maxLength: 30,
        }),
        async (lines) => {
          const { results, payloads } = createBatchPost();
          const body = Buffer.from(lines.map(([text, end]) => text + end).join(''));
          const stored = payloads;
          const answered = await results(body);
          const kept = stored();
          expect(answered.map(({ event_id = '' }) => kept.get(event_id))).toEqual(
            lines.map(([text]) => Buffer.from(text).toString('latin1')),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('lead to an answer, whatever they are', async () => {
    const { post } = createBatchPost();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (body) => {
        const { status } = await post(body);
        expect([200, 207, 400]).toContain(status);
      }),
      { numRuns: 200 },
    );
  });
});
