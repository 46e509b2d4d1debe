import type { Clock } from '@switchyard/core/clock';
import { type EndpointSummary, listAllEndpoints } from '@switchyard/core/endpoints';
import { isAwsError } from '@switchyard/core/errors';
import type { OpenDeployment } from '../open-deployment.ts';
import { type Finding, ok, orFailure, skipped, warn } from './finding.ts';

const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/** Whether certificates of endpoints last. Reads the whole table of endpoints. */
export const checkCertificates = (deployment: OpenDeployment, clock: Clock = Date.now): Promise<Finding[]> =>
  orFailure('certificates', () =>
    lookAt(deployment, clock).catch((error: unknown) => {
      // The role of a deployment reads no endpoints, and a deployment must not fail for that.
      if (!isAwsError(error, 'AccessDeniedException')) throw error;
      return skipped('certificates', 'it needs dynamodb:Scan, which your credentials do not have');
    }),
  );

async function lookAt(deployment: OpenDeployment, clock: Clock): Promise<Finding | readonly Finding[]> {
  const all = await listAllEndpoints({ ...deployment, clock });
  const found = all.flatMap((endpoint) => problemOf(endpoint, deployment, clock()) ?? []);
  if (found.length > 0) return found;
  if (deployment.clientKeys === undefined)
    return skipped('certificates', 'CLIENT_CERTIFICATES is off: endpoints have none');
  const count = all.filter(({ tls }) => tls !== undefined).length;
  return ok('certificates', `of ${count} endpoints, none expires within ${SOON_DAYS} days`);
}

function problemOf(
  { tenantId, endpointId, tls }: EndpointSummary,
  { clientKeys }: OpenDeployment,
  nowMs: number,
): Finding | undefined {
  if (tls === undefined) return undefined;
  const whose = `that of endpoint ${endpointId} of ${tenantId}`;
  if (clientKeys === undefined)
    return warn(
      'certificates',
      `${whose} is there, but CLIENT_CERTIFICATES is off: nothing is delivered`,
      'CLIENT_CERTIFICATES=true, and deploy',
    );
  const days = Math.floor((Date.parse(tls.expiresAt) - nowMs) / DAY_MS);
  if (days >= SOON_DAYS) return undefined;
  return warn(
    'certificates',
    days < 0
      ? `${whose} expired on ${tls.expiresAt}: nothing is delivered`
      : `${whose} expires on ${tls.expiresAt}`,
    `\`endpoints update ${tenantId} ${endpointId} --client-certificate … --client-key …\`, or its tenant`,
  );
}
