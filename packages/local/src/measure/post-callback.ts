import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '@switchyard/aws-local';
import { toIso } from '@switchyard/core/clock';
import { putNewConversation } from '@switchyard/core/conversations';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  aWhatsAppMessage,
  THEIR_NUMBER,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import type { Session } from '../session/open-session.ts';
import { type Outgoing, postOnce } from './post-events.ts';

/**
 * Tells the stack the token of a Twilio account, and posts what Twilio would of a person who has a conversation: of
 * whoever has none, it is looked for again a moment later.
 */
export async function postCallback({
  documents,
  stack,
  deployment,
}: Session): Promise<{ readonly status: number; readonly text: string }> {
  const secrets = new SecretsManagerClient(
    clientOptions(stack.secretsManagerEndpoint, stack.region, stack.accessKeyId),
  );
  const SecretString = JSON.stringify({ twilio: { accounts: { [ACCOUNT_SID]: [AUTH_TOKEN] } } });
  await secrets.send(new PutSecretValueCommand({ SecretId: deployment.secrets.providers, SecretString }));
  secrets.destroy();
  const now = toIso(Date.now());
  await putNewConversation(
    { documents, eventsTable: deployment.tables.Events ?? '', clock: Date.now },
    {
      conversationId: 'conv-measured',
      channel: 'whatsapp',
      address: THEIR_NUMBER,
      status: 'open',
      handOffToHuman: false,
      lastActivityAt: now,
      createdAt: now,
    },
  );
  const { http } = twilioRequest({
    route: 'whatsapp',
    baseUrl: deployment.hooksUrl,
    form: aWhatsAppMessage(),
  });
  const outgoing: Outgoing = {
    method: http.method,
    url: `${deployment.hooksUrl}${http.path}`,
    headers: http.headers,
    body: Buffer.from(http.body),
  };
  return postOnce(outgoing);
}
