import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { QUARANTINE_BUDGETS } from '@switchyard/core/quarantine';
import { NOW } from '@switchyard/core/testing';
import { setUpCallbacks } from '../../testing/callback-setup.ts';
import { twilioRequest } from '../../testing/signed-requests.ts';
import { anSms } from '../../testing/twilio-fixtures.ts';
import type { CallbackRequest } from '../callback-request.ts';
import { quarantineCallback } from './quarantine-callback.ts';
import { createQuarantineLimit } from './quarantine-limit.ts';

const SMS = twilioRequest({ route: 'sms', form: anSms(), receivedAt: toIso(NOW) }).callback;
const LARGE = Buffer.alloc(QUARANTINE_BUDGETS.signed.wholeBytes, 'x');
const from = (sourceIp: string, changes: Partial<CallbackRequest> = {}): CallbackRequest => ({
  ...SMS,
  requestId: randomUUID(),
  sourceIp,
  ...changes,
});
const unsigned = { headers: { 'x-twilio-signature': 'forged' } };

/** Each call is of a copy of the function that has seen nothing yet. */
function setUp() {
  const { context, time, quarantined, table } = setUpCallbacks();
  const quarantine = (request: CallbackRequest, step: 'verify' | 'parse' = 'verify') =>
    quarantineCallback(
      { ...context, quarantineLimit: createQuarantineLimit(time.clock) },
      request,
      step,
      'c',
    );
  const bytes = (): number =>
    quarantined().reduce((total, { body }) => total + (body instanceof Uint8Array ? body.length : 0), 0);
  /** @returns how many were kept */
  async function flood(address: (n: number) => string, changes: Partial<CallbackRequest> = {}) {
    for (let n = 0; n < 1_000; n += 1)
      if ((await quarantine(from(address(n), changes))) === 'dropped') return n;
    return 1_000;
  }
  return { context, time, table, quarantine, quarantined, bytes, flood };
}

describe('the budget of the quarantine', () => {
  it('is one for all copies of the function', async () => {
    const { flood, bytes } = setUp();
    expect(await flood(() => '203.0.113.7', { rawBody: LARGE })).toBeLessThan(33);
    expect(bytes()).toBeLessThanOrEqual(QUARANTINE_BUDGETS.signed.networkBytes);
  });

  it('of one network leaves room for the others, addresses beside it included', async () => {
    const { flood, quarantine } = setUp();
    await flood((n) => `203.0.113.${n % 250}`, { rawBody: LARGE });

    expect(await quarantine(from('203.0.113.251', { rawBody: LARGE }))).toBe('dropped');
    expect(await quarantine(from('198.51.100.1'))).toBe('kept');
  });

  it('of a route ends whatever many networks send', async () => {
    const { flood, bytes, quarantine } = setUp();
    await flood((n) => `10.0.${n % 250}.1`, { rawBody: LARGE });

    expect(bytes()).toBeLessThanOrEqual(QUARANTINE_BUDGETS.signed.hourBytes);
    expect(await quarantine(from('198.51.100.1', { route: 'whatsapp' }))).toBe('kept');
  });

  it('is not spent for what carries a signature by what carries none', async () => {
    const { flood, bytes, quarantine } = setUp();
    const kept = await flood(() => '203.0.113.7', { ...unsigned, rawBody: LARGE });

    expect(kept).toBeGreaterThan(60);
    expect(bytes()).toBeLessThanOrEqual(QUARANTINE_BUDGETS.unsigned.networkBytes);
    expect(await quarantine(from('203.0.113.7'))).toBe('kept');
  });

  it('of what is genuine is its own as well', async () => {
    const { flood, quarantine } = setUp();
    await flood((n) => `10.0.${n % 250}.1`, { rawBody: LARGE });
    expect(await quarantine(from('203.0.113.7'), 'parse')).toBe('kept');
  });

  it('begins anew each hour', async () => {
    const { flood, time, quarantine } = setUp();
    await flood(() => '203.0.113.7', { rawBody: LARGE });
    time.advance(3_600_000);
    expect(await quarantine(from('203.0.113.7'))).toBe('kept');
  });

  it('that is spent is not asked for again in this hour by a copy that knows it', async () => {
    const { context, table } = setUp();
    const once = (request: CallbackRequest) => quarantineCallback(context, request, 'verify', 'c');
    while ((await once(from('203.0.113.7', { rawBody: LARGE }))) !== 'dropped');
    const calls = table.calls.length;

    expect(await once(from('203.0.113.7'))).toBe('dropped');
    expect(table.calls).toHaveLength(calls);
  });

  it('counts headers and query as well, which may be large without any body', async () => {
    const { flood } = setUp();
    const headers = { 'x-twilio-signature': 'x'.repeat(8_000) };
    expect(await flood(() => '203.0.113.7', { headers, rawBody: Buffer.alloc(0) })).toBeLessThan(17);
  });

  it('keeps nothing of the address that a request came from', async () => {
    const { quarantine, table } = setUp();
    await quarantine(from('203.0.113.77'));
    expect(JSON.stringify(table.items())).not.toContain('203.0.113.77');
  });
});
