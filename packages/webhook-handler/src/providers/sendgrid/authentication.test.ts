import { expect, it } from '@jest/globals';
import { aMail, envelope, THEIR_MAILBOX } from '../../../testing/mail-fixtures.ts';
import { genuine, sendGridRequest } from '../../../testing/signed-requests.ts';
import { parseSendGridMail } from './parse-mail.ts';

const receive = (changes: Parameters<typeof aMail>[0]) =>
  parseSendGridMail(genuine(sendGridRequest({ parts: aMail(changes) })));
const from = (...authors: readonly string[]): string =>
  authors.map((author) => `From: ${author}\r\n`).join('');

it.each([
  ['SPF of the same domain', { SPF: 'pass', dkim: 'none' }, true],
  ['DKIM of the same domain', { SPF: 'fail', dkim: '{@example.org : pass}' }, true],
  ['SPF in capitals', { SPF: 'Pass', dkim: 'none' }, true],
  ['one of several signatures', { SPF: 'none', dkim: '{@other.example : fail, @example.org : pass}' }, true],
  ['a signature of the domain above', { headers: from('a@news.example.org'), SPF: 'fail' }, true],
  ['a signature of a domain below', { SPF: 'fail', dkim: '{@mail.example.org : pass}' }, true],
  ['neither', { SPF: 'softfail', dkim: '{@example.org : fail}' }, false],
  ['a signature of somebody else', { SPF: 'fail', dkim: '{@evil.example : pass}' }, false],
  ['a domain that only ends alike', { SPF: 'fail', dkim: '{@evilexample.org : pass}' }, false],
  ['a domain of the highest level', { SPF: 'fail', dkim: '{@org : pass}' }, false],
  ['SPF of somebody else’s envelope', { envelope: envelope('x@evil.example'), dkim: 'none' }, false],
  ['SPF of no envelope sender', { envelope: envelope(''), dkim: 'none' }, false],
  ['two From headers', { headers: from(THEIR_MAILBOX, 'b@evil.example') }, false],
  ['the same From header twice', { headers: from(THEIR_MAILBOX, THEIR_MAILBOX) }, false],
  ['two authors', { headers: from(`${THEIR_MAILBOX}, b@evil.example`) }, false],
  ['no author', { headers: from('Ada'), from: 'Ada' }, false],
  ['no verdicts at all', { SPF: undefined, dkim: undefined }, false],
])('with %s the From header is proven or not', (_, changes, aligned) => {
  expect(receive(changes)).toMatchObject({
    authentication: { aligned, trustworthy: true },
    senderProof: aligned ? 'proven' : 'unproven',
  });
});

it('does not prove the sender of the envelope by a signature for the From header', () => {
  const message = receive({
    headers: from('eve@evil.example'),
    envelope: envelope('victim@example.com'),
    SPF: 'fail',
    dkim: '{@evil.example : pass}',
  });
  expect(message).toMatchObject({ authentication: { aligned: true }, senderProof: 'unproven' });
});

it('says what was found, by domain', () => {
  const { authentication } = receive({
    headers: from('Ada <ada@Example.org>'),
    envelope: envelope('SRS0=x=y=example.org=ada@forwarder.example'),
    SPF: 'softfail',
    dkim: '{@example.org : pass, @forwarder.example : fail}',
  });
  expect(authentication).toEqual({
    spf: 'softfail',
    dkim: [
      { domain: 'example.org', result: 'pass' },
      { domain: 'forwarder.example', result: 'fail' },
    ],
    aligned: true,
    from_domain: 'example.org',
    envelope_from_domain: 'forwarder.example',
    trustworthy: true,
    anomalies: [],
  });
});

it('takes no signature for proof whose domain reads as the verdict on another', () => {
  const signature = 'DKIM-Signature: v=1; a=rsa-sha256; d=example.org : pass, @evil.example; s=x; b=y\r\n';
  const { authentication, senderProof } = receive({
    headers: signature + from(THEIR_MAILBOX),
    SPF: 'fail',
    dkim: '{@example.org : pass, @evil.example : fail}',
  });
  expect([authentication?.aligned, senderProof]).toEqual([false, 'unproven']);
  expect(authentication).toMatchObject({ dkim: [], anomalies: ['signature_ambiguous'] });
});

it('takes a usual signature for proof', () => {
  const signature = 'DKIM-Signature: v=1; d=example.org; i=@example.org; h=from:to:subject; t=1; b=a,b:c\r\n';
  const message = receive({ headers: signature + from(THEIR_MAILBOX), SPF: 'fail' });
  expect(message).toMatchObject({ senderProof: 'proven', authentication: { anomalies: [] } });
});

it('names more than one author an anomaly', () => {
  const { authentication } = receive({ headers: from(THEIR_MAILBOX, 'b@evil.example') });
  expect(authentication).toMatchObject({ anomalies: ['several_authors'] });
  expect(authentication).not.toHaveProperty('from_domain');
});
