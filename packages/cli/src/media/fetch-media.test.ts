import { describe, expect, it } from '@jest/globals';
import { fetchMedia, MAX_MEDIA_BYTES } from './fetch-media.ts';

const ACCOUNT = `AC${'1'.repeat(32)}`;
const PATH = `/2010-04-01/Accounts/${ACCOUNT}/Messages/MM${'2'.repeat(32)}/Media/ME${'3'.repeat(32)}`;
const URL_OF_MEDIA = `https://api.twilio.com${PATH}`;
const STORE = 'https://mms.twiliocdn.com/AC1/abc?Signature=x';

type Answer = Response | (() => Promise<Response>);

function setUp(answers: Readonly<Record<string, Answer>>, tokens = ['token']) {
  const asked: { url: string; authorization: string | undefined }[] = [];
  const fetch = async (url: string, { headers }: RequestInit): Promise<Response> => {
    const { authorization } = { authorization: undefined, ...(headers as Record<string, string>) };
    asked.push({ url, authorization });
    const answer = answers[`${authorization ?? ''} ${url}`.trim()] ?? answers[url];
    if (answer === undefined) throw new TypeError('fetch failed');
    return typeof answer === 'function' ? answer() : answer.clone();
  };
  const secrets = { twilio: { accounts: { [ACCOUNT]: tokens } } };
  return {
    asked,
    get: (url: string | undefined = URL_OF_MEDIA) => fetchMedia({ fetch, secrets }, { url }),
  };
}

const to = (location: string) => new Response(null, { status: 307, headers: { location } });
const basic = (token: string) => `Basic ${Buffer.from(`${ACCOUNT}:${token}`).toString('base64')}`;

describe('a file that Twilio keeps', () => {
  it('is fetched by the API with the credentials of its account, which go nowhere else', async () => {
    const { get, asked } = setUp({ [URL_OF_MEDIA]: to(STORE), [STORE]: new Response('bytes') });
    expect(Buffer.from(await get()).toString()).toBe('bytes');
    expect(asked).toEqual([
      { url: URL_OF_MEDIA, authorization: basic('token') },
      { url: STORE, authorization: undefined },
    ]);
  });

  it.each(['https://api.dublin.ie1.twilio.com', 'https://api.ie1.twilio.com'])(
    'is fetched from %s',
    async (origin) => {
      const { get } = setUp({ [`${origin}${PATH}`]: new Response('bytes') });
      expect(await get(`${origin}${PATH}`)).toHaveLength(5);
    },
  );

  it('is fetched by whichever token is in use during a rotation', async () => {
    const refused = new Response(null, { status: 401 });
    const { get } = setUp(
      { [URL_OF_MEDIA]: refused, [`${basic('old')} ${URL_OF_MEDIA}`]: new Response('bytes') },
      ['new', 'old'],
    );
    expect(await get()).toHaveLength(5);
    await expect(setUp({ [URL_OF_MEDIA]: refused }).get()).rejects.toMatchObject({ code: 'media_refused' });
  });

  it.each([
    `http://api.twilio.com${PATH}`,
    `https://api.twilio.com.example.com${PATH}`,
    `https://evil.api.twilio.com${PATH}`,
    `https://api.twilio.com:8443${PATH}`,
    `https://user:pass@api.twilio.com${PATH}`,
    `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
    `https://api.twilio.com${PATH}/../../Messages`,
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'nothing',
  ])('that a callback says is at %s is not asked for', async (url) => {
    const { get, asked } = setUp({});
    await expect(get(url)).rejects.toMatchObject({ code: 'media_elsewhere' });
    expect(asked).toEqual([]);
  });

  it.each([
    'http://mms.twiliocdn.com/x',
    'https://twiliocdn.com.example.com/x',
    'https://s3-external-1.amazonaws.com/other-bucket/x',
    'https://127.0.0.1/x',
    URL_OF_MEDIA,
  ])('is not followed to %s', async (location) => {
    const { get, asked } = setUp({ [URL_OF_MEDIA]: to(location) });
    await expect(get()).rejects.toMatchObject({ code: 'media_elsewhere' });
    expect(asked).toHaveLength(1);
  });

  it('is not followed for ever', async () => {
    const { get, asked } = setUp({ [URL_OF_MEDIA]: to(STORE), [STORE]: to(STORE) });
    await expect(get()).rejects.toMatchObject({ code: 'media_elsewhere' });
    expect(asked).toHaveLength(4);
  });

  it('that never ends is left where it is too large', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1_024 * 1_024));
      },
    });
    const { get } = setUp({ [URL_OF_MEDIA]: async () => new Response(endless) });
    await expect(get()).rejects.toMatchObject({ code: 'media_too_large' });
    expect(sent).toBeLessThan(MAX_MEDIA_BYTES / 1_024 / 1_024 + 4);
  });

  it.each([
    [404, 'media_not_found'],
    [500, 'media_refused'],
  ])('of which Twilio says %d is said to be so', async (status, code) => {
    const { get } = setUp({ [URL_OF_MEDIA]: new Response(null, { status }) });
    await expect(get()).rejects.toMatchObject({ code });
  });

  it('cannot be had while Twilio does not answer, or without its credentials', async () => {
    await expect(setUp({}).get()).rejects.toMatchObject({ code: 'media_unreachable' });
    const late = setUp({
      [URL_OF_MEDIA]: async () => {
        throw new DOMException('late', 'TimeoutError');
      },
    });
    await expect(late.get()).rejects.toThrow('did not answer in time');
    const { get, asked } = setUp({}, []);
    await expect(get()).rejects.toMatchObject({ code: 'credentials_not_set' });
    expect(asked).toEqual([]);
  });
});

it('an attachment of a mail is not kept', async () => {
  const fetch = async () => new Response('x');
  await expect(fetchMedia({ fetch, secrets: {} }, { filename: 'a.pdf' })).rejects.toMatchObject({
    code: 'media_not_kept',
  });
});
