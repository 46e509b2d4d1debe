import type { EndpointAuth } from '@switchyard/core/endpoints';
import { authFieldSchema } from '@switchyard/core/endpoints/auth-field';
import { UsageError } from '../../errors.ts';
import { jsonObject } from '../../input-schemas.ts';
import type { Session } from '../../session.ts';

const written = jsonObject.pipe(authFieldSchema);

/** How requests authenticate, from stdin, as the API takes it. @throws UsageError that does not repeat it */
export async function readAuth({ readSecret }: Pick<Session, 'readSecret'>): Promise<EndpointAuth> {
  const parsed = written.safeParse(await readSecret('Auth, as JSON in one line ({"type":"basic",…})'));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '));
  throw new UsageError(`The auth on stdin: ${problems.join('; ')}.`, 'auth_malformed');
}
