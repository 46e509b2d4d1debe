import { describe, expect, it } from '@jest/globals';
import type { ProviderSecrets } from '@switchyard/core/providers';
import { bodyOf, rows, vectors } from '../../../../core/testing/vectors.ts';
import { ACCOUNT_SID, providerSecrets } from '../../../testing/provider-secrets.ts';
import { type SignedRequest, twilioRequest } from '../../../testing/signed-requests.ts';
import { anSms } from '../../../testing/twilio-fixtures.ts';
import type { CallbackRequest } from '../../callback-request.ts';
import { verifyTwilio } from './verify.ts';

const accounts = (byAccount: Record<string, string[]>): ProviderSecrets => ({
  twilio: { accounts: byAccount },
});
const verify = (request: CallbackRequest, secrets: ProviderSecrets) =>
  verifyTwilio(request, { secrets, legacySignatureRoutes: [] });
const anSmsRequest = (changes: Partial<Parameters<typeof twilioRequest>[0]> = {}): SignedRequest =>
  twilioRequest({ route: 'sms', form: anSms(), ...changes });
const accept = (request: CallbackRequest, secrets = providerSecrets()) =>
  expect(() => verify(request, secrets)).not.toThrow();

describe.each(['twilio', 'twilio_json'] as const)('%s vectors', (scheme) => {
  type Vector = (typeof vectors.twilio)[number];
  const requestOf = (vector: Vector): [CallbackRequest, ProviderSecrets] => {
    const [url = '', query = ''] = vector.url.split(/\?(?!.*#)/, 2);
    const { callback } = anSmsRequest();
    const headers = {
      'content-type': scheme === 'twilio' ? 'application/x-www-form-urlencoded' : 'application/json',
      ...(vector.signature === null ? {} : { 'x-twilio-signature': vector.signature }),
    };
    return [
      {
        ...callback,
        rawBody: bodyOf(vector),
        headers,
        publicUrls: [url],
        query: [...new URLSearchParams(query)],
      },
      accounts({ [ACCOUNT_SID]: vector.secrets }),
    ];
  };
  // What API Gateway loses, or what is typed into our settings, is made up for by us: here the library cannot.
  const acceptedByUs = [
    'query string reordered',
    'fragment left in the URL given to the validator',
    'credentials left in the URL given to the validator',
  ];
  const isAccepted = ({ valid, name }: Vector) => valid || acceptedByUs.includes(name);

  it.each(rows(vectors[scheme].filter(isAccepted)))('accepts: %s', (_, vector) => {
    accept(...requestOf(vector));
  });

  it.each(rows(vectors[scheme].filter((vector) => !isAccepted(vector))))('refuses: %s', (_, vector) => {
    const [request, secrets] = requestOf(vector);
    expect(() => verify(request, secrets)).toThrow(expect.objectContaining({ name: 'SignatureError' }));
  });
});
