import { randomBytes, randomInt } from 'node:crypto';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  anSms,
  OUR_NUMBER,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { cli } from '../measure/dev-process.ts';
import type { Outgoing } from '../measure/post-events.ts';

const PEOPLE = 5;

/** Makes a number of the tenant's, to which some people write whom conversations know. @returns what sends one SMS each */
export async function setUpCallbacks(hooksUrl: string, tenantId: string): Promise<() => Outgoing> {
  await cli(['secrets', 'set', 'twilio', '--account-sid', ACCOUNT_SID, '--auth-token-stdin'], AUTH_TOKEN);
  await cli(['addresses', 'assign', tenantId, '--channel', 'sms', '--address', OUR_NUMBER]);
  const people = Array.from({ length: PEOPLE }, () => `+1401${randomInt(2_000_000, 9_999_999)}`);
  for (const address of people)
    await cli(['conversations', 'create', '--channel', 'sms', '--address', address, '--tenant', tenantId]);
  return () => {
    const form = anSms({
      From: people[randomInt(PEOPLE)] ?? '',
      MessageSid: `SM${randomBytes(16).toString('hex')}`,
    });
    const { http } = twilioRequest({ route: 'sms', baseUrl: hooksUrl, form });
    return { url: `${hooksUrl}${http.path}`, headers: http.headers, body: http.body };
  };
}
