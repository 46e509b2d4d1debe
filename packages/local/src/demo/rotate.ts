import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { check, checkEqual } from './check.ts';
import type { ReceivedDelivery } from './endpoint-server.ts';
import { eventIdOf } from './event-id-of.ts';
import type { OutboundContext } from './outbound-steps.ts';
import { verifyWithPublicLibraries } from './verify-with-public-libraries.ts';

/** It fails until it is signed with the new secret. */
const RETRIED = '{"type":"order.retried"}';
const PLAIN = '{"type":"order.plain"}';
const EVERY_MS = 250;

const rotatedSchema = z.object({ secret: z.string() });

/** Delivers all the time while the secret is rotated, with a retry under way. @throws what the public libraries throw */
export async function rotate(context: OutboundContext): Promise<Record<string, number>> {
  const { hooks, endpoint, patientSecret: old = '', retriesMs, deliveryMs } = context;
  const before = endpoint.deliveries.length;
  const since = (): readonly ReceivedDelivery[] => endpoint.deliveries.slice(before);
  const retries = () => since().filter(({ body }) => body.toString() === RETRIED);
  let secret: string | undefined;
  endpoint.answer(({ body, ...delivery }) =>
    body.toString() === RETRIED && (secret === undefined || !isSignedWith(secret, { body, ...delivery }))
      ? 503
      : 200,
  );
  const retried = eventIdOf((await hooks.postEvent(RETRIED)).body);
  const eventIds = [retried];
  const giveUpAt = performance.now() + retriesMs;
  for (;;) {
    eventIds.push(eventIdOf((await hooks.postEvent(PLAIN)).body));
    if (secret === undefined && retries().length > 0) {
      const answer = await hooks.call('POST', '/v1/endpoints/patient/rotate-secret', '{}');
      checkEqual(answer.status, 200, 'the answer to the rotation');
      secret = rotatedSchema.parse(answer.body).secret;
    }
    const known = secret;
    if (known !== undefined && retries().some((each) => isSignedWith(known, each))) break;
    check(performance.now() < giveUpAt, 'a retry is signed with the new secret');
    await sleep(EVERY_MS);
  }
  await Promise.all(eventIds.map((eventId) => hooks.waitForStatus(eventId, 'DELIVERED', deliveryMs)));
  // Whoever has not changed theirs yet loses nothing: until the overlap ends, the old secret signs each of them.
  for (const delivery of since()) verifyWithPublicLibraries(delivery, old);
  const withNew = since().filter((delivery) => isSignedWith(secret ?? '', delivery));
  return {
    deliveries: since().length,
    retries: retries().length - 1,
    verified_with_the_old_secret: since().length,
    with_the_new_one_too: withNew.length,
  };
}

function isSignedWith(secret: string, delivery: ReceivedDelivery): boolean {
  try {
    verifyWithPublicLibraries(delivery, secret);
    return true;
  } catch {
    return false;
  }
}
