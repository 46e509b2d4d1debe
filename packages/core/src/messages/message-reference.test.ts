import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeMessageReference, encodeMessageReference, MAX_REFERENCE_LENGTH } from './message-reference.ts';

const tenantIds = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,62}$/);
const messageIds = fc.stringMatching(/^[\w.:@+-]{1,128}$/);

describe('a message reference', () => {
  it('names one message, in either form', () => {
    fc.assert(
      fc.property(tenantIds, messageIds, (tenantId, messageId) => {
        const message = { tenantId, messageId };
        expect(decodeMessageReference(encodeMessageReference(message))).toEqual(message);
        expect(decodeMessageReference(`${tenantId}:${messageId}`)).toEqual(message);
      }),
    );
  });

  it('needs no escaping in a URL and fits into a Resend tag', () => {
    fc.assert(
      fc.property(tenantIds, messageIds, (tenantId, messageId) => {
        expect(encodeMessageReference({ tenantId, messageId })).toMatch(/^[\w-]{1,256}$/);
      }),
    );
    const longest = { tenantId: 'a'.repeat(63), messageId: 'b'.repeat(128) };
    expect(encodeMessageReference(longest)).toHaveLength(MAX_REFERENCE_LENGTH);
  });

  it.each([
    ['empty', ''],
    ['a message id without its tenant', 'order-1'],
    ['without a tenant', ':order-1'],
    ['without a message', 'acme:'],
    ['with a tenant id that is none', 'Acme:order-1'],
    ['with a message id that is none', 'acme:order 1'],
    ['base64url of something else', Buffer.from('order-1').toString('base64url')],
    ['base64 instead of base64url', `${encodeMessageReference({ tenantId: 'acme', messageId: 'o' })}=`],
  ])('is none when it is %s', (_, text) => {
    expect(decodeMessageReference(text)).toBeUndefined();
  });
});
