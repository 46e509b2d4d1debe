import { expect, it } from '@jest/globals';
import { anEvent, EVENT_ID } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

const PATH = `/v1/events/${EVENT_ID}/payload`;

it('a payload comes as it came in, and as nothing that a browser would show or run', async () => {
  const { send, storeEvent } = createTestApi();
  const text = '{ "n":12345678901234567890,"p":1.10,\t"name":"Zoë 🚚","html":"<script>alert(1)</script>"}';
  storeEvent(anEvent({ payload: Buffer.from(text) }));
  const { status, body, headers } = await send({ method: 'GET', path: PATH });
  expect([status, body]).toEqual([200, text]);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    'content-disposition': `attachment; filename="${EVENT_ID}.json"`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
});

it('a payload of another tenant is not found, nor one whose time is over', async () => {
  const { send, storeEvent } = createTestApi();
  storeEvent(anEvent({ expiresAt: 1 }));
  expect(await send({ method: 'GET', path: PATH })).toEqual(problem(404, 'event_not_found'));
  storeEvent(anEvent());
  expect(await send({ method: 'GET', path: PATH, tenantId: 'globex' })).toEqual(
    problem(404, 'event_not_found'),
  );
});
