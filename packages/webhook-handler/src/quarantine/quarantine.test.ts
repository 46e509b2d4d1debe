import { describe, expect, it } from '@jest/globals';
import { toIso, toSeconds } from '@switchyard/core/clock';
import { MAX_QUARANTINED_BYTES, quarantineKey, readQuarantined } from '@switchyard/core/quarantine';
import { NOW } from '@switchyard/core/testing';
import { setUpCallbacks } from '../../testing/callback-setup.ts';
import { twilioRequest } from '../../testing/signed-requests.ts';
import { anSms } from '../../testing/twilio-fixtures.ts';
import type { CallbackRequest } from '../callback-request.ts';
import { MAX_PER_MINUTE } from './quarantine-callback.ts';

const receivedAt = toIso(NOW);
const SMS = twilioRequest({ route: 'sms', form: anSms(), receivedAt }).callback;
const numbered = (n: number): CallbackRequest => ({ ...SMS, requestId: `request-${n}` });

describe('quarantine', () => {
  it('keeps a request for seven days under its day and time', async () => {
    const { quarantine, table } = setUpCallbacks();

    expect(await quarantine(SMS, 'verify', 'signature_mismatch')).toBe(true);
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

  it('keeps the beginning of a large body, and its size', async () => {
    const { quarantine, context } = setUpCallbacks();
    const rawBody = Buffer.alloc(MAX_QUARANTINED_BYTES + 1, 'x');
    await quarantine({ ...SMS, rawBody }, 'verify', 'c');

    const item = await readQuarantined(context, { receivedAt, id: SMS.requestId });
    expect(item?.body).toHaveLength(MAX_QUARANTINED_BYTES);
    expect(item?.bodyBytes).toBe(MAX_QUARANTINED_BYTES + 1);
  });

  it('does not call a body kept that was cut: it could never be released', async () => {
    const { quarantine } = setUpCallbacks();
    const whole = Buffer.alloc(MAX_QUARANTINED_BYTES, 'x');
    expect(await quarantine({ ...SMS, rawBody: whole }, 'parse', 'c')).toBe(true);
    expect(await quarantine({ ...SMS, rawBody: Buffer.concat([whole, whole]) }, 'parse', 'c')).toBe(false);
  });

  it('keeps so many a minute, then drops them', async () => {
    const { quarantine, quarantined, logs } = setUpCallbacks();
    for (let n = 0; n < MAX_PER_MINUTE; n += 1) await quarantine(numbered(n), 'verify', 'c');

    expect(await quarantine(numbered(MAX_PER_MINUTE), 'verify', 'c')).toBe(false);
    expect(quarantined()).toHaveLength(MAX_PER_MINUTE);
    expect(logs.text()).toContain('"outcome":"dropped"');
  });

  it('keeps them again in the next minute', async () => {
    const { quarantine, time } = setUpCallbacks();
    for (let n = 0; n <= MAX_PER_MINUTE; n += 1) await quarantine(numbered(n), 'verify', 'c');
    time.advance(60_000);

    expect(await quarantine(numbered(999), 'verify', 'c')).toBe(true);
  });

  it('says when it could not keep it', async () => {
    const { quarantine, table, logs } = setUpCallbacks();
    table.hooks.before = () => {
      throw new Error('Throttled');
    };

    expect(await quarantine(SMS, 'verify', 'c')).toBe(false);
    expect(logs.text()).toContain('"outcome":"failed"');
  });
});
