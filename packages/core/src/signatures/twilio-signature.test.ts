import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLinear } from '../../testing/cost-ratio.ts';
import { bodyOf, rows, vectors } from '../../testing/vectors.ts';
import type { SignatureErrorCode } from './signature-error.ts';
import { signTwilio, verifyTwilioForm, verifyTwilioJson } from './twilio-signature.ts';

const URL_SMS = 'https://hooks.example.com/webhooks/twilio/sms';
const TOKEN = 'a3f1c29b7d5e4f60918273645a5b6c7d';

const refusal = (code: SignatureErrorCode) => expect.objectContaining({ name: 'SignatureError', code });
const formOf = (text: string) => new URLSearchParams(text);
const verify = (changes: Partial<Parameters<typeof verifyTwilioForm>[0]>) =>
  verifyTwilioForm({
    url: URL_SMS,
    rawBody: Buffer.from('Body=hi'),
    header: signTwilio({ url: URL_SMS, form: formOf('Body=hi'), authToken: TOKEN }),
    authTokens: [TOKEN],
    ...changes,
  });

type Vector = (typeof vectors.twilio)[number];
const inputOf = (vector: Vector) => ({
  url: vector.url,
  rawBody: bodyOf(vector),
  header: vector.signature ?? undefined,
  authTokens: vector.secrets,
});

const VECTOR_CODES: Record<string, SignatureErrorCode> = {
  'fragment left in the URL given to the validator': 'url_not_signable',
  'credentials left in the URL given to the validator': 'url_not_signable',
  'empty signature header': 'header_missing',
  'missing signature header': 'header_missing',
  'JSON body tampered': 'body_hash_mismatch',
  'JSON body re-serialised with spaces': 'body_hash_mismatch',
  'JSON body with trailing newline': 'body_hash_mismatch',
  'bodySHA256 upper-cased and re-signed': 'body_hash_mismatch',
  'bodySHA256 absent': 'body_hash_missing',
};

describe('Twilio form vectors', () => {
  const accepted = vectors.twilio.filter(({ valid }) => valid);
  const refused = vectors.twilio.filter(({ valid }) => !valid);

  it('are 30 valid, 3 of them through port leniency that we share, and 32 invalid', () => {
    const lenient = accepted.filter((vector) => vector.lenient);
    expect([accepted.length, lenient.length, refused.length]).toEqual([30, 3, 32]);
  });

  it.each(rows(accepted))('accepts: %s', (_, vector) => {
    expect(vector.secrets[verifyTwilioForm(inputOf(vector)).matchedTokenIndex]).toBeDefined();
  });

  it.each(rows(refused))('refuses: %s', (name, vector) => {
    expect(() => verifyTwilioForm(inputOf(vector))).toThrow(
      refusal(VECTOR_CODES[name] ?? 'signature_mismatch'),
    );
  });

  it.each(rows(vectors.twilio))('are signed to the expected value: %s', (_, vector) => {
    const form = formOf(vector.rawBody ?? '');
    expect(signTwilio({ url: vector.url, form, authToken: vector.secrets[0] ?? '' })).toBe(vector.expected);
  });
});

describe('Twilio JSON vectors', () => {
  const accepted = vectors.twilio_json.filter(({ valid }) => valid);
  const refused = vectors.twilio_json.filter(({ valid }) => !valid);

  it('are 5 valid and 10 invalid', () => {
    expect([accepted.length, refused.length]).toEqual([5, 10]);
  });

  it.each(rows(accepted))('accepts: %s', (_, vector) => {
    expect(vector.secrets[verifyTwilioJson(inputOf(vector)).matchedTokenIndex]).toBeDefined();
  });

  it.each(rows(refused))('refuses: %s', (name, vector) => {
    expect(() => verifyTwilioJson(inputOf(vector))).toThrow(
      refusal(VECTOR_CODES[name] ?? 'signature_mismatch'),
    );
  });

  it.each(rows(vectors.twilio_json))('are signed to the expected value: %s', (_, vector) => {
    expect(signTwilio({ url: vector.url, authToken: vector.secrets[0] ?? '' })).toBe(vector.expected);
  });
});

describe('verifyTwilioForm', () => {
  it('accepts any form that was signed, and returns it as sent', () => {
    const parameters = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })));
    fc.assert(
      fc.property(parameters, (entries) => {
        const sent = new URLSearchParams(entries);
        const header = signTwilio({ url: URL_SMS, form: sent, authToken: TOKEN });
        const { form } = verify({ rawBody: Buffer.from(sent.toString()), header });
        expect([...form]).toEqual([...sent]);
      }),
    );
  });

  it('signs names such as __proto__ and constructor like any other', () => {
    const rawBody = Buffer.from('__proto__=x&constructor=y');
    const header = signTwilio({ url: `${URL_SMS}__proto__xconstructory`, authToken: TOKEN });
    expect(verify({ rawBody, header }).form.get('__proto__')).toBe('x');
  });

  it('counts a value that was sent twice once', () => {
    const header = signTwilio({ url: `${URL_SMS}TagaTagb`, authToken: TOKEN });
    expect(verify({ rawBody: Buffer.from('Tag=b&Tag=a&Tag=b'), header }).form.getAll('Tag')).toEqual([
      'b',
      'a',
      'b',
    ]);
  });

  it('keeps a question mark at the start of the body as part of the first name', () => {
    const header = signTwilio({ url: `${URL_SMS}?Bodyhi`, authToken: TOKEN });
    expect(verify({ rawBody: Buffer.from('?Body=hi'), header }).form.get('?Body')).toBe('hi');
  });

  it('refuses a surplus port that is not the standard one', () => {
    expect(() => verify({ url: URL_SMS.replace('.com', '.com:8443') })).toThrow(
      refusal('signature_mismatch'),
    );
  });

  it('refuses the other scheme’s standard port', () => {
    expect(() => verify({ url: URL_SMS.replace('.com', '.com:80') })).toThrow(refusal('signature_mismatch'));
  });

  it('names the token that matched', () => {
    expect(verify({ authTokens: ['0f1e2d3c4b5a69788796a5b4c3d2e1f0', TOKEN] }).matchedTokenIndex).toBe(1);
  });

  it('refuses an empty list of tokens', () => {
    expect(() => verify({ authTokens: [] })).toThrow(refusal('no_secret'));
  });

  it('refuses a blank token, under which anybody could sign', () => {
    const header = signTwilio({ url: URL_SMS, form: formOf('Body=hi'), authToken: '' });
    expect(() => verify({ header, authTokens: [''] })).toThrow(refusal('secret_malformed'));
  });
});

describe('verifyTwilioJson', () => {
  it('accepts a body hash that is given twice, as long as it is the same', () => {
    const rawBody = Buffer.from('{}');
    const hash = `bodySHA256=${createHash('sha256').update(rawBody).digest('hex')}`;
    const url = `${URL_SMS}?${hash}&${hash}`;
    const header = signTwilio({ url, authToken: TOKEN });
    expect(verifyTwilioJson({ url, rawBody, header, authTokens: [TOKEN] })).toEqual({ matchedTokenIndex: 0 });
  });

  it('refuses body hashes that contradict each other', () => {
    const url = `${URL_SMS}?bodySHA256=a&bodySHA256=b`;
    const header = signTwilio({ url, authToken: TOKEN });
    expect(() => verifyTwilioJson({ url, rawBody: Buffer.from('{}'), header, authTokens: [TOKEN] })).toThrow(
      refusal('body_hash_missing'),
    );
  });

  it('does not accept a form request, whose URL has no body hash', () => {
    const header = signTwilio({ url: URL_SMS, authToken: TOKEN });
    expect(() =>
      verifyTwilioJson({ url: URL_SMS, rawBody: Buffer.from(''), header, authTokens: [TOKEN] }),
    ).toThrow(refusal('body_hash_missing'));
  });
});

it('takes a form of many names in one pass', async () => {
  const url = 'https://example.com/sms';
  const takesOnePass = await isLinear((shorter) => {
    const names = Array.from({ length: 20_000 / shorter }, (_, i) => `p${i}`);
    const rawBody = Buffer.from(names.map((name) => `${name}=1`).join('&'));
    const header = signTwilio({ url, form: new URLSearchParams(rawBody.toString()), authToken: 'token' });
    expect(verifyTwilioForm({ url, rawBody, header, authTokens: ['token'] }).matchedTokenIndex).toBe(0);
  });
  expect(takesOnePass).toBe(true);
});
