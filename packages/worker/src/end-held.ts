import { type ControlMessage, sendControl } from '@switchyard/core/deliveries';
import type { Logger } from '@switchyard/core/logging';
import { readHeldPage } from '@switchyard/core/read-held-page';
import { type DrainStepContext, releaseAll } from './drain-step.ts';

type EndHeldMessage = Extract<ControlMessage, { kind: 'end_held' }>;

const PAGE = 100;
const STEP_MS = 1_000;

/** Sends on a page of what is held for an endpoint that is gone, so that it ends; then itself for the next page. */
export async function endHeld(
  context: DrainStepContext,
  { hops: _, ...message }: EndHeldMessage,
  log: Logger,
): Promise<void> {
  const { deliveries, after } = await readHeldPage(context, message, { limit: PAGE, after: message.after });
  await releaseAll(context, deliveries, log);
  if (after === undefined) return;
  await sendControl(context, { ...message, after, notBefore: context.clock() + STEP_MS });
}
