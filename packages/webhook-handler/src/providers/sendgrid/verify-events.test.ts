import { describe, expect, it } from '@jest/globals';
import { type ProviderSecrets, providerSecretsSchema } from '@switchyard/core/providers';
import { bodyOf, rows, vectors } from '../../../../core/testing/vectors.ts';
import {
  createSendGridKeys,
  providerSecrets,
  SENDGRID_EVENT_KEYS,
  SENDGRID_KEYS,
} from '../../../testing/provider-secrets.ts';
import { aSendGridEvent } from '../../../testing/sendgrid-fixtures.ts';
import { sendGridEventsRequest, tampered } from '../../../testing/signed-requests.ts';
import { verifiedBefore } from '../../verified-request.ts';
import { callbackCode } from '../index.ts';
import { parseSendGridEvents } from './parse-events.ts';

const request = sendGridEventsRequest({ events: [aSendGridEvent('delivered')] });
const verify = ({ callback } = request, secrets: ProviderSecrets = providerSecrets()) =>
  callbackCode('sendgrid-events').verify(callback, { secrets, legacySignatureRoutes: [] });
const secretsOf = (sendgrid: Record<string, readonly string[]>) => providerSecretsSchema.parse({ sendgrid });
const refusal = (code: string) => expect.objectContaining({ name: 'SignatureError', code });

describe('sendgrid_event_webhook vectors', () => {
  type Vector = (typeof vectors.sendgrid_event_webhook)[number];
  const sent = (vector: Vector) => ({
    ...request,
    callback: { ...request.callback, headers: Object.fromEntries(vector.headers), rawBody: bodyOf(vector) },
  });
  const secrets = (vector: Vector) => secretsOf({ eventWebhookPublicKeys: vector.publicKeys });

  it.each(rows(vectors.sendgrid_event_webhook.filter(({ valid }) => valid)))('accepts: %s', (_, vector) => {
    expect(() => verify(sent(vector), secrets(vector))).not.toThrow();
    const { reports, unreadable } = parseSendGridEvents(verifiedBefore(sent(vector).callback));
    expect(unreadable).toBe(0);
    expect(reports.map(({ externalId }) => externalId)).not.toContain('');
  });

  it.each(rows(vectors.sendgrid_event_webhook.filter(({ valid }) => !valid)))('refuses: %s', (_, vector) => {
    expect(() => verify(sent(vector), secrets(vector))).toThrow(
      expect.objectContaining({ name: 'SignatureError' }),
    );
  });
});

describe('events', () => {
  it('are proven by any key of the Event Webhook', () => {
    const eventWebhookPublicKeys = [createSendGridKeys().publicKey, SENDGRID_EVENT_KEYS.publicKey];
    expect(() => verify(request, secretsOf({ eventWebhookPublicKeys }))).not.toThrow();
  });

  it('are not proven by the key of Inbound Parse, nor by a secret in the URL', () => {
    const { privateKey, publicKey } = SENDGRID_KEYS;
    const signed = sendGridEventsRequest({ events: [], privateKey });
    expect(() => verify(signed)).toThrow(refusal('signature_mismatch'));
    const others = secretsOf({ publicKeys: [publicKey], pathSegments: ['a'.repeat(16)] });
    expect(() => verify(signed, others)).toThrow(refusal('no_secret'));
  });

  it('are refused when a byte of them was changed', () => {
    expect(() => verify(tampered(request, Buffer.from('[]')))).toThrow(refusal('signature_mismatch'));
  });
});
