import type { Logger } from '@switchyard/core/logging';
import type { TenantIdentity } from '@switchyard/core/tenants';
import { isUseNoted, type KeyUseContext, noteKeyUse } from '@switchyard/core/tenants/key-use';

export type NoteUseContext = KeyUseContext & { readonly logger: Pick<Logger, 'warn'> };

/** A caller waits for it once a day, and never longer: what takes longer goes on beside the answer, or is lost. */
const PATIENCE_MS = 250;

/** On the first use of a key in a day, one write. Whatever becomes of it, the caller comes in. */
export async function noteUse(
  context: NoteUseContext,
  identity: TenantIdentity,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  if (isUseNoted(identity, context.clock())) return;
  const { promise: waited, resolve: stopWaiting } = Promise.withResolvers<void>();
  const timer = setTimeout(stopWaiting, patienceMs);
  const noted = noteKeyUse(context, identity).catch((error: unknown) => {
    context.logger.warn({ outcome: 'use_not_noted', keyId: identity.keyId, err: error }, 'authorize');
  });
  await Promise.race([noted, waited]);
  clearTimeout(timer);
}
