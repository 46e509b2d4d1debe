import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '@switchyard/aws-local';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  aWhatsAppMessage,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import type { Session } from '../session/open-session.ts';
import { type Outgoing, postOnce } from './post-events.ts';

/** Tells the stack the token of a Twilio account, and posts what Twilio would of a person who writes to it. */
export async function postCallback({
  stack,
  deployment,
}: Session): Promise<{ readonly status: number; readonly text: string }> {
  const secrets = new SecretsManagerClient(
    clientOptions(stack.secretsManagerEndpoint, stack.region, stack.accessKeyId),
  );
  const SecretString = JSON.stringify({ twilio: { accounts: { [ACCOUNT_SID]: [AUTH_TOKEN] } } });
  await secrets.send(new PutSecretValueCommand({ SecretId: deployment.secrets.providers, SecretString }));
  secrets.destroy();
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
