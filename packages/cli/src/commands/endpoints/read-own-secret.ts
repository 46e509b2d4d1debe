import { endpointSecretSchema } from '@switchyard/core/endpoints';
import { UsageError } from '../../errors.ts';
import type { Session } from '../../session.ts';

/** A webhook secret of the tenant's own making, from stdin. @throws UsageError that does not repeat it */
export async function readOwnSecret({ readSecret }: Pick<Session, 'readSecret'>): Promise<string> {
  const parsed = endpointSecretSchema.shape.secret.safeParse(
    await readSecret('Webhook secret (whsec_… or whsk_…)'),
  );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`The webhook secret on stdin ${issue?.message ?? 'is not one'}.`, 'secret_malformed');
}
