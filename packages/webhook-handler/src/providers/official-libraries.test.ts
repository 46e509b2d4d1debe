import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { EventWebhook } from '@sendgrid/eventwebhook';
import { SignatureError, signTwilio, verifySendGrid } from '@switchyard/core/signatures';
import fc from 'fast-check';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';

it('any form, at any address, under any token, is signed as by Twilio’s library', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  const urls = fc.webUrl({ withQueryParameters: true, validSchemes: ['https'] });
  fc.assert(
    fc.property(fc.dictionary(text, text), urls, fc.string({ minLength: 1 }), (form, url, authToken) => {
      const ours = signTwilio({ url, form: new URLSearchParams(form), authToken });
      expect(ours).toBe(getExpectedTwilioSignature(authToken, url, form));
    }),
  );
});

it('any request, whatever was changed in it, is judged as by SendGrid’s library', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const library = new EventWebhook();
  const key = library.convertPublicKeyToECDSA(publicKey);
  const signatureOf = (timestamp: string, body: string) =>
    sign('sha256', Buffer.from(timestamp + body), pair.privateKey).toString('base64');
  const changes = fc.record({ body: fc.boolean(), time: fc.boolean(), signature: fc.boolean() });
  // Seconds of this century, all with ten digits.
  const times = fc.integer({ min: 1_000_000_000, max: 4_102_444_800 });
  fc.assert(
    fc.property(fc.string(), times, changes, (text, time, change) => {
      const signature = signatureOf(String(change.signature ? time + 1 : time), text);
      const body = change.body ? `${text}.` : text;
      const timestamp = String(change.time ? time + 2 : time);
      const ours = () =>
        verifySendGrid({ rawBody: Buffer.from(body), signature, timestamp, publicKeys: [publicKey] });
      if (library.verifySignature(key, body, signature, timestamp)) expect(ours().matchedKeyIndex).toBe(0);
      else expect(ours).toThrow(SignatureError);
    }),
    { numRuns: 60 },
  );
});
