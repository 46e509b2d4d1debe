import type { EndpointAuth } from '@switchyard/core/endpoints';
import { authFieldSchema, checkedAuth } from '@switchyard/core/endpoints/auth-field';
import { UsageError } from '../../errors.ts';
import { jsonObject } from '../../input-schemas.ts';
import type { OpenDeployment } from '../../open-deployment.ts';
import { explained, loopbackOf } from '../../parse-target.ts';
import type { Session } from '../../session.ts';

const written = jsonObject.pipe(authFieldSchema);

/** How requests authenticate, from stdin, as the API takes it. @throws UsageError that does not repeat it */
export async function readAuth(
  { readSecret }: Pick<Session, 'readSecret'>,
  deployment: Pick<OpenDeployment, 'kind'>,
): Promise<EndpointAuth> {
  const parsed = written.safeParse(await readSecret('Auth, as JSON in one line ({"type":"basic",…})'));
  if (parsed.success)
    return explained('--auth-stdin: token_url', () => checkedAuth(parsed.data, loopbackOf(deployment)));
  const problems = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '));
  throw new UsageError(`The auth on stdin: ${problems.join('; ')}.`, 'auth_malformed');
}
