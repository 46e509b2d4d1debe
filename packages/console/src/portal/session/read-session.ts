import { answerOf, api } from '../../api/client.ts';
import { readAhead } from '../../api/read-ahead.ts';

export type Session = {
  readonly tenantId: string;
  /** `read`: what would change something is not offered. */
  readonly access: 'full' | 'read';
  /** ISO 8601. */
  readonly expiresAt: string;
  /** Whether endpoints may have one here. */
  readonly clientCertificates: boolean;
};

export const sessionReading = readAhead(async (_: 'session'): Promise<Session> => {
  const session = await answerOf(api.GET('/v1/portal-session'));
  return {
    tenantId: session.tenant_id,
    access: session.access,
    expiresAt: session.expires_at,
    clientCertificates: session.client_certificates,
  };
});
