import { describe, expect, it } from '@jest/globals';
import { EVENT_SORT_KEY, type Event, eventSchema } from '@switchyard/core/events';
import { EVENT_ID_PATTERN, eventIdFromIdempotencyKey } from '@switchyard/core/ids';
import { anEndpoint, TENANT_ID, type TestStoreOptions } from '@switchyard/core/testing';
import { createTestApi, type RequestParts } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';
import { MAX_BODY_BYTES } from '../api.ts';

function createPost(options: TestStoreOptions = {}) {
  const api = createTestApi(options);
  const post = (parts: RequestParts = {}) =>
    api.send({ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}', ...parts });
  return {
    api,
    post,
    /** What was stored of this request; undefined when it was refused. */
    accept: async (parts: RequestParts = {}): Promise<Event | undefined> => {
      await post(parts);
      const item = api.table.items().find(({ sk }) => sk === EVENT_SORT_KEY);
      return item === undefined ? undefined : eventSchema.parse(item);
    },
  };
}

const withHeaders = (headers: RequestParts['headers']): RequestParts => ({
  headers: { 'content-type': 'application/json', ...headers },
});
/** To compare bytes: text is compared at once, arrays element by element. */
const base64 = (bytes: Uint8Array = Buffer.alloc(0)): string => Buffer.from(bytes).toString('base64');
/** An object whose JSON is this long. */
const jsonOfSize = (bytes: number): string => `{"a":"${'x'.repeat(bytes - '{"a":""}'.length)}"}`;

describe('the answer to an accepted event', () => {
  it('is 201 with its id and status and nothing else', async () => {
    const { status, headers, json } = await createPost().post();

    expect(status).toBe(201);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(json).toEqual({ event_id: expect.stringMatching(EVENT_ID_PATTERN), status: 'PENDING' });
  });

  it('says so when no endpoint wanted it', async () => {
    const { post } = createPost({ endpoints: [anEndpoint({ eventTypes: ['order.paid'] })] });

    expect((await post()).json).toMatchObject({ status: 'UNMATCHED' });
  });

  it('is the same when it repeats an earlier one, and says in a header that it does', async () => {
    const { post } = createPost();
    const first = await post(withHeaders({ 'idempotency-key': 'order-1042' }));

    const { status, headers, body } = await post(withHeaders({ 'idempotency-key': 'order-1042' }));

    expect({ status, body }).toEqual({ status: 201, body: first.body });
    expect(headers).toHaveProperty('idempotent-replayed', 'true');
  });

  it('has no such header when the event is new', async () => {
    const { headers } = await createPost().post();

    expect(headers).not.toHaveProperty('idempotent-replayed');
  });
});

describe('the bytes of an event', () => {
  const texts = {
    'numbers that JavaScript would change': '{"n":12345678901234567890,"p":1.10}',
    'text that is not ASCII': '{"name":"Zoë 🚚","ja":"配送"}',
    'white space and line ends': ' {\r\n\t"a" : 1 ,\n "b":[ ] }\n',
    'escapes and repeated names': '{"a":"\\u00e9\\/","a":2}',
    '__proto__ as a name': '{"__proto__":{"type":"order.paid"},"constructor":{"prototype":{"x":1}}}',
    'nesting of 100 000 levels': `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    'exactly 256 KiB': jsonOfSize(MAX_BODY_BYTES),
  };

  it.each(Object.entries(texts))('are kept as they came: %s', async (_, text) => {
    const event = await createPost().accept({ body: text });

    expect(base64(event?.payload)).toBe(base64(Buffer.from(text)));
  });

  it.each(Object.entries(texts))('are kept as they came in base64: %s', async (_, text) => {
    const event = await createPost().accept({ body: Buffer.from(text) });

    expect(base64(event?.payload)).toBe(base64(Buffer.from(text)));
  });
});

describe('the type of an event', () => {
  it('is its top-level string `type`', async () => {
    expect(await createPost().accept({ body: '{"type":"order.paid"}' })).toHaveProperty(
      'eventType',
      'order.paid',
    );
  });

  it.each([
    ['absent', '{}'],
    ['not a string', '{"type":7}'],
    ['longer than 128 characters', `{"type":"${'x'.repeat(129)}"}`],
    ['only below the top level', '{"data":{"type":"order.paid"}}'],
    ['only inherited', '{"__proto__":{"type":"order.paid"}}'],
  ])('is none when it is %s', async (_, body) => {
    const event = await createPost().accept({ body });

    expect(event).toBeDefined();
    expect(event).not.toHaveProperty('eventType');
  });
});

describe('a body that is refused', () => {
  const latin1 = Buffer.from('{"name":"Zoë"}', 'latin1');

  it.each([
    ['cut off', '{"a":'],
    ['not JSON', 'hello'],
    ['with a trailing comma', '{"a":1,}'],
    ['empty', ''],
    ['of white space', ' \n'],
    ['not UTF-8', latin1],
    ['with a byte order mark', Buffer.from('\ufeff{}')],
    ['in UTF-16', Buffer.from('{}', 'utf16le')],
  ])('is 400 when it is %s', async (_, body) => {
    expect(await createPost().post({ body })).toEqual(problem(400, 'body_malformed'));
  });

  it('is 400 when there is none, with a content type', async () => {
    const { post } = createPost();

    expect(await post({ ...withHeaders({}), body: undefined })).toEqual(problem(400, 'body_malformed'));
  });

  it('is 400 when there is none, without a content type', async () => {
    const { post } = createPost();

    expect(await post({ headers: {}, body: undefined })).toEqual(problem(400, 'body_malformed'));
  });

  it.each([
    ['an array', '[{}]'],
    ['a string', '"a"'],
    ['a number', '1'],
    ['true', 'true'],
    ['null', 'null'],
  ])('is 422 when it is %s', async (_, body) => {
    expect(await createPost().post({ body })).toEqual(problem(422, 'body_invalid'));
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/problem+json',
    'json',
  ])('is 415 as %s', async (type) => {
    const answer = await createPost().post({ headers: { 'content-type': type } });

    expect(answer).toEqual(problem(415, 'content_type_unsupported'));
  });

  it('is 415 without a content type', async () => {
    expect(await createPost().post({ headers: {} })).toEqual(problem(415, 'content_type_unsupported'));
  });

  it('is 413 above 256 KiB', async () => {
    const answer = await createPost().post({ body: jsonOfSize(MAX_BODY_BYTES + 1) });

    expect(answer).toEqual(problem(413, 'payload_too_large'));
  });

  it('is 413 above 256 KiB in bytes, however few its characters are', async () => {
    const answer = await createPost().post({ body: `{"a":"${'é'.repeat(MAX_BODY_BYTES / 2)}"}` });

    expect(answer).toEqual(problem(413, 'payload_too_large'));
  });

  it('leaves nothing behind', async () => {
    const { api, post } = createPost();
    await post({ body: '[]' });

    expect(api.table.calls).toEqual([]);
  });
});

it.each(['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON'])(
  'an event is taken as %s',
  async (type) => {
    expect(await createPost().post({ headers: { 'Content-Type': type } })).toMatchObject({ status: 201 });
  },
);

describe('the Idempotency-Key', () => {
  it.each([
    ['of 1 character', 'k'],
    ['of 255 characters', 'k'.repeat(255)],
    ['with inner spaces and punctuation', 'order 1042: ~paid'],
  ])('makes the event’s id: %s', async (_, key) => {
    const event = await createPost().accept(withHeaders({ 'Idempotency-Key': key }));

    expect(event?.eventId).toBe(eventIdFromIdempotencyKey(TENANT_ID, key));
  });

  it('may be absent, and each request is an event of its own then', async () => {
    const { post } = createPost();

    expect((await post()).body).not.toBe((await post()).body);
  });

  it.each([
    ['empty', ''],
    ['longer than 255 characters', 'k'.repeat(256)],
    ['not ASCII', 'é'],
    ['not printable', 'a\tb'],
  ])('is refused when it is %s', async (_, key) => {
    const answer = await createPost().post(withHeaders({ 'idempotency-key': key }));

    expect(answer).toEqual(problem(400, 'headers_invalid'));
  });
});

describe('an Ordering-Key', () => {
  it('is kept with the event', async () => {
    const event = await createPost().accept(withHeaders({ 'ordering-key': 'order #1042' }));
    expect(event).toMatchObject({ orderingKey: 'order #1042' });
  });

  it('is said of the event, with whose turn it is', async () => {
    const { api, post } = createPost();
    const sent = [
      await post(withHeaders({ 'ordering-key': 'o' })),
      await post(withHeaders({ 'ordering-key': 'o' })),
    ];
    const [first, second] = sent.map(({ json }) => String(Object(json).event_id));
    const view = await api.send({ method: 'GET', path: `/v1/events/${second}` });
    expect(view.json).toMatchObject({
      ordering_key: 'o',
      deliveries: [{ status: 'PENDING', waits_for: first }],
    });
    const ahead = await api.send({ method: 'GET', path: `/v1/events/${first}` });
    expect(ahead.json).not.toHaveProperty('deliveries.0.waits_for');
  });

  it.each([
    ['empty', '', 'these are 0'],
    ['longer than 128 characters', 'k'.repeat(129), 'these are 129: "kkk'],
    ['not ASCII', 'é', 'these are 1: "é"'],
  ])('is refused when it is %s, with what is allowed', async (_, key, given) => {
    const { json } = await createPost().post(withHeaders({ 'ordering-key': key }));
    expect(json).toMatchObject({
      code: 'headers_invalid',
      errors: [
        {
          path: 'ordering-key',
          message: expect.stringMatching(/^must be 1 to 128 printable ASCII characters/),
        },
      ],
    });
    expect(JSON.stringify(json).replaceAll('\\"', '"')).toContain(given);
  });

  it('that is another one is 409 under the same Idempotency-Key', async () => {
    const { post } = createPost();
    const request = (key: string) => withHeaders({ 'idempotency-key': 'a', 'ordering-key': key });
    expect((await post(request('order-1'))).status).toBe(201);
    expect(await post(request('order-2'))).toEqual(problem(409, 'idempotency_conflict'));
  });
});

describe('an event that is not accepted', () => {
  it('is 409 when its Idempotency-Key was used with another body', async () => {
    const { post } = createPost();
    const withKey = withHeaders({ 'idempotency-key': 'order-1042' });
    await post(withKey);

    expect(await post({ ...withKey, body: '{"n":2}' })).toEqual(problem(409, 'idempotency_conflict'));
  });

  it('is 409 when the tenant has no enabled endpoint', async () => {
    expect(await createPost({ endpoints: [] }).post()).toEqual(problem(409, 'no_enabled_endpoint'));
  });

  it('is 503 with the time to wait when a store or queue does not answer', async () => {
    const { api, post } = createPost();
    api.takeDown();

    const answer = await post();

    expect(answer).toEqual(problem(503, 'unavailable'));
    expect(answer.headers).toHaveProperty('retry-after', '1');
  });

  it('is 500 without a word about the inside when something unforeseen happens', async () => {
    const { api, post } = createPost();
    const count = () => {
      throw new TypeError("Cannot read properties of undefined (reading 'tableName')");
    };
    Object.assign(api.context.metrics, { count });

    const answer = await post();

    expect(answer).toEqual(problem(500, 'internal_error'));
    expect(answer.body).not.toMatch(/tableName|TypeError|\.ts/);
  });
});
