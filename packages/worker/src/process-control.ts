import { controlMessageSchema } from '@switchyard/core/control-message';
import { type ControlMessage, type StateControlMessage, sendControl } from '@switchyard/core/deliveries';
import { type Endpoint, isReadable, readEndpoint } from '@switchyard/core/endpoints';
import type { Logger } from '@switchyard/core/logging';
import { drainStep } from './drain-step.ts';
import type { DropClientKeysContext } from './drop-client-keys.ts';
import { endHeld } from './end-held.ts';
import { type ExpireHeldContext, expireHeld } from './expire-held.ts';
import { makeProbe } from './make-probe.ts';
import { type ReplayStepContext, replayStep } from './replay-step.ts';
import { type TellContext, tell } from './tell.ts';
import { tellExhausted } from './tell-exhausted.ts';

export type ProcessControlContext = ExpireHeldContext &
  ReplayStepContext &
  TellContext &
  DropClientKeysContext;

/** What came of acting on an endpoint, or on a replay. */
export type ActedOutcome =
  | 'done'
  /** Another copy of the message did it, or of a state that has passed. */
  | 'stale'
  /** It is not in the state that the message names, or was changed at this moment. */
  | 'changed';

type ControlOutcome =
  | Exclude<ActedOutcome, 'changed'>
  /** Sent on, for the rest of its wait. */
  | 'not_due';

// As for deliveries: SQS rounds to seconds.
const EARLY_MS = 1_000;
/** So often a state that is not there is looked for again. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 2_000;
/** For longer than the function can run that writes the state: once told of nothing, a change is told of never. */
const LOOKS_BEFORE_UNTOLD = 30;

/** Of a message that says it is one. @throws ZodError that says what is wrong with it */
export const parseControl = (said: unknown): ControlMessage => controlMessageSchema.parse(said);

/**
 * Does what is to be done about an endpoint, a step of a replay, or a look at what is held. When this resolves the
 * message may be deleted; when it throws it must come back, and then completes what was begun.
 */
export async function processControl(
  context: ProcessControlContext,
  message: ControlMessage,
  messageId: string,
  log: Logger,
): Promise<void> {
  const outcome = await act(context, message, messageId, log);
  log.info({ outcome }, message.kind);
}

async function act(
  context: ProcessControlContext,
  message: ControlMessage,
  messageId: string,
  log: Logger,
): Promise<ControlOutcome> {
  if (message.notBefore > context.clock() + EARLY_MS) {
    await sendControl(context, message);
    return 'not_due';
  }
  if (message.kind === 'expire_held') {
    await expireHeld(context, message, log);
    return 'done';
  }
  if (message.kind === 'replay')
    return orLookAgain(context, message, await replayStep(context, message, messageId, log));
  const { tenantId, endpointId, hops = 0 } = message;
  const endpoint = await readEndpoint(context, tenantId, endpointId);
  if (message.kind === 'end_held') {
    // It is deleted just after the message is sent. Is it still there at last, or again, this ends none: they go on.
    if (endpoint !== undefined && hops < LOOKS) return lookAgain(context, message);
    await endHeld(context, message, log);
    return 'done';
  }
  if (message.kind === 'drop_client_keys') {
    const { dropClientKeys } = await import('./drop-client-keys.ts');
    await dropClientKeys(context, endpoint, message);
    return 'done';
  }
  if (message.kind === 'tell_exhausted')
    return orLookAgain(context, message, await tellExhausted(context, endpoint, message, log));
  if (endpoint === undefined || !isReadable(endpoint)) return 'stale';
  return orLookAgain(context, message, await actOn(context, endpoint, message, messageId, log));
}

/** The state that it names is written just after the message is sent; and a change at the same moment may be another. */
async function orLookAgain(
  context: ProcessControlContext,
  message: StateControlMessage,
  outcome: ActedOutcome,
): Promise<ControlOutcome> {
  if (outcome !== 'changed') return outcome;
  const { kind, hops = 0 } = message;
  const looks = kind === 'tell_endpoint' ? LOOKS_BEFORE_UNTOLD : LOOKS;
  return hops >= looks ? 'stale' : lookAgain(context, message);
}

async function lookAgain(context: ProcessControlContext, message: StateControlMessage): Promise<'not_due'> {
  const { hops = 0 } = message;
  await sendControl(context, { ...message, hops: hops + 1, notBefore: context.clock() + LOOK_AGAIN_MS });
  return 'not_due';
}

async function actOn(
  context: ProcessControlContext,
  endpoint: Endpoint,
  message: Exclude<
    StateControlMessage,
    { kind: 'end_held' | 'drop_client_keys' | 'tell_exhausted' | 'replay' }
  >,
  messageId: string,
  log: Logger,
): Promise<ActedOutcome> {
  switch (message.kind) {
    case 'drain':
      return endpoint.drain?.id === message.id
        ? drainStep(context, endpoint, message, messageId, log)
        : 'changed';
    case 'tell_endpoint':
      if (endpoint.told?.ids.includes(message.id) !== true) return 'changed';
      await tell(context, message, log);
      return 'done';
    case 'probe':
      return endpoint.breaker?.id === message.id ? makeProbe(context, endpoint) : 'changed';
  }
}
