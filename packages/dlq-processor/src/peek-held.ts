import { waitsSince } from '@switchyard/core/deliveries';
import type { PeekAnswer } from './answer.ts';
import type { DlqRequest } from './request.ts';
import { type WalkHeldContext, walkHeld } from './walk-held.ts';

/** Shows what is held, and why and since when. */
export async function peekHeld(context: WalkHeldContext, request: DlqRequest): Promise<PeekAnswer> {
  const messages: PeekAnswer['messages'] = [];
  const scan = await walkHeld(context, request, async (delivery) => {
    const { tenantId, eventId, endpointId, generation, heldReason, attempts } = delivery;
    const reason = heldReason ?? 'unknown';
    const made = attempts.filter((attempt) => attempt.generation === generation).length;
    messages.push({
      tenantId,
      eventId,
      endpointId,
      generation,
      reason,
      attempts: made,
      heldSince: waitsSince(delivery),
    });
    return 'visited';
  });
  return { action: 'peek', matched: messages.length, ...scan, messages };
}
