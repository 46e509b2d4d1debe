import { describe, expect, it } from '@jest/globals';
import { toIso, toSeconds } from '@switchyard/core/clock';
import { QUARANTINE_BUDGETS, quarantineKey, readQuarantined } from '@switchyard/core/quarantine';
import { NOW } from '@switchyard/core/testing';
import { setUpCallbacks } from '../../testing/callback-setup.ts';
import { twilioRequest } from '../../testing/signed-requests.ts';
import { anSms } from '../../testing/twilio-fixtures.ts';
import type { CallbackRequest } from '../callback-request.ts';
import { MAX_OF_NETWORK } from './quarantine-limit.ts';

const receivedAt = toIso(NOW);
const SMS = twilioRequest({ route: 'sms', form: anSms(), receivedAt }).callback;
const UNSIGNED: CallbackRequest = { ...SMS, headers: {} };
const numbered = (n: number): CallbackRequest => ({ ...SMS, requestId: `request-${n}` });

describe('quarantine', () => {
  it('keeps a request for seven days under its day and time', async () => {
    const { quarantine, table } = setUpCallbacks();

    expect(await quarantine(SMS, 'verify', 'signature_mismatch')).toBe('kept');
    expect(table.item(quarantineKey({ receivedAt, id: SMS.requestId }))).toMatchObject({
      id: SMS.requestId,
      step: 'verify',
      code: 'signature_mismatch',
      expiresAt: toSeconds(NOW) + 7 * 86_400,
    });
  });

  it('keeps the bytes, and no header that nobody looks at', async () => {
    const { quarantine, context } = setUpCallbacks();
    const headers = { ...SMS.headers, cookie: 'c', 'x-forwarded-for': '203.0.113.7' };
    await quarantine({ ...SMS, headers }, 'verify', 'c');

    const item = await readQuarantined(context, { receivedAt, id: SMS.requestId });
    expect(Buffer.from(item?.body ?? [])).toEqual(SMS.rawBody);
    expect(Object.keys(item?.request.headers ?? {}).sort()).toEqual(['content-type', 'x-twilio-signature']);
  });

  it.each([
    ['verify', 'signed', SMS],
    ['verify', 'unsigned', UNSIGNED],
    ['parse', 'genuine', SMS],
  ] as const)('at step %s keeps a body of what is %s whole up to its size', async (step, kind, callback) => {
    const { quarantine, context } = setUpCallbacks();
    const whole = { ...callback, rawBody: Buffer.alloc(QUARANTINE_BUDGETS[kind].wholeBytes, 'x') };
    const larger = {
      ...whole,
      requestId: 'larger',
      rawBody: Buffer.concat([whole.rawBody, Buffer.from('x')]),
    };

    expect(await quarantine(whole, step, 'c')).toBe('kept');
    expect(await quarantine(larger, step, 'c')).toBe('cut');
    const item = await readQuarantined(context, { receivedAt, id: 'larger' });
    expect([item?.body.length, item?.bodyBytes]).toEqual([1_024, larger.rawBody.length]);
  });

  it('keeps so many a minute of one network, then drops them without a look at the table', async () => {
    const { quarantine, quarantined, table, logs } = setUpCallbacks();
    for (let n = 0; n < MAX_OF_NETWORK; n += 1) await quarantine(numbered(n), 'verify', 'c');
    const calls = table.calls.length;

    expect(await quarantine(numbered(MAX_OF_NETWORK), 'verify', 'c')).toBe('dropped');
    expect(quarantined()).toHaveLength(MAX_OF_NETWORK);
    expect(table.calls).toHaveLength(calls);
    expect(logs.text()).toContain('"outcome":"dropped"');
  });

  it('keeps them again in the next minute', async () => {
    const { quarantine, time } = setUpCallbacks();
    for (let n = 0; n <= MAX_OF_NETWORK; n += 1) await quarantine(numbered(n), 'verify', 'c');
    time.advance(60_000);

    expect(await quarantine(numbered(999), 'verify', 'c')).toBe('kept');
  });

  it('says when it could not keep it', async () => {
    const { quarantine, table, logs } = setUpCallbacks();
    table.hooks.before = () => {
      throw new Error('Throttled');
    };

    expect(await quarantine(SMS, 'verify', 'c')).toBe('failed');
    expect(logs.text()).toContain('"outcome":"failed"');
  });
});
