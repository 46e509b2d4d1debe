import { describe, expect, it } from '@jest/globals';
import { anEndpoint } from '../../testing/builders.ts';
import { authFieldSchema, checkedAuth } from './auth-field.ts';
import { isSameTarget, parseEndpoint } from './endpoint.ts';
import type { EndpointAuth } from './endpoint-options.ts';
import { endpointView } from './endpoint-view.ts';

const BASIC = { type: 'basic', username: 'switchyard', password: 'hunter2hunter2' } as const;
const OAUTH2 = {
  type: 'oauth2',
  token_url: 'https://login.example.com/token',
  client_id: 'client',
  client_secret: 'hunter2hunter2',
} as const;
const STORED_OAUTH2 = {
  type: 'oauth2',
  tokenUrl: 'https://login.example.com/token',
  clientId: 'client',
  clientSecret: 'hunter2hunter2',
  authStyle: 'client_secret_basic',
} as const;
const HEADER = { type: 'header', name: 'x-api-key', value: 'hunter2hunter2' } as const;

describe('how an endpoint knows us', () => {
  it.each([
    ['a user and a password', BASIC, BASIC],
    ['a user and no password', { ...BASIC, password: '' }, { ...BASIC, password: '' }],
    ['letters that are not ASCII', { ...BASIC, username: 'Zoë' }, { ...BASIC, username: 'Zoë' }],
    ['a header, in lower case', { ...HEADER, name: 'X-Api-Key' }, HEADER],
    ['client credentials', OAUTH2, STORED_OAUTH2],
    [
      'client credentials in the body',
      { ...OAUTH2, scope: 'a b', audience: 'https://a.example', auth_style: 'client_secret_post' },
      { ...STORED_OAUTH2, scope: 'a b', audience: 'https://a.example', authStyle: 'client_secret_post' },
    ],
  ])('is %s', (_, given, stored) => {
    expect(authFieldSchema.parse(given)).toEqual(stored);
  });

  it.each([
    ['no object', 'basic', [], /object whose type is "basic"/],
    ['of no type', { username: 'a', password: 'b' }, ['type'], /type is "basic"/],
    ['of another type', { ...BASIC, type: 'digest' }, ['type'], /type is "basic"/],
    ['a user with a colon', { ...BASIC, username: 'a:b' }, ['username'], /without ":"/],
    ['no user', { ...BASIC, username: '' }, ['username'], /1 to 256/],
    ['a password of two lines', { ...BASIC, password: 'hunter2\nhunter2' }, ['password'], /control/],
    ['too long a password', { ...BASIC, password: 'x'.repeat(1_025) }, ['password'], /1024/],
    ['a password that is no text', { ...BASIC, password: 5 }, ['password'], /text/],
    ['a field too many', { ...BASIC, value: 'x' }, [], /value/],
    ['a header of HTTP', { ...HEADER, name: 'Host' }, ['name'], /cannot be chosen/],
    ['a header of a signature', { ...HEADER, name: 'webhook-signature' }, ['name'], /cannot be chosen/],
    ['a name of no header', { ...HEADER, name: 'x y' }, ['name'], /name must be/],
    ['a value of two lines', { ...HEADER, value: 'hunter2\r\nhunter2: 1' }, ['value'], /printable ASCII/],
    ['no client', { ...OAUTH2, client_id: '' }, ['client_id'], /empty/],
    ['an audience of words', { ...OAUTH2, audience: 'a b' }, ['audience'], /without spaces/],
    ['a scope in quotes', { ...OAUTH2, scope: '"a"' }, ['scope'], /one space between/],
    ['a style of its own', { ...OAUTH2, auth_style: 'jwt' }, ['auth_style'], /client_secret_basic/],
  ])('is not %s', (_, given, path, words) => {
    const issues = authFieldSchema.safeParse(given).error?.issues ?? [];
    expect(issues).toMatchObject([{ path, message: expect.stringMatching(words) }]);
    expect(JSON.stringify(issues.map(({ message }) => message))).not.toContain('hunter2');
  });

  it.each<[EndpointAuth, object]>([
    [BASIC, { type: 'basic', username: 'switchyard' }],
    [HEADER, { type: 'header', name: 'x-api-key' }],
    [
      STORED_OAUTH2,
      {
        type: 'oauth2',
        token_url: 'https://login.example.com/token',
        client_id: 'client',
        scope: null,
        audience: null,
        auth_style: 'client_secret_basic',
      },
    ],
  ])('is shown without what is secret', (auth, view) => {
    const shown = endpointView(anEndpoint({ auth }), 0);
    expect(shown.auth).toEqual(view);
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });

  it.each([
    ['https://10.0.0.1/token', /token address 10\.0\.0\.1 is not on the public internet/],
    ['http://login.example.com/', /token URL's scheme is http/],
    ['https://a:hunter2@login.example.com/', /token URL has a user name/],
    ['login', /token URL cannot be read/],
  ])('asks for no token at %s', (tokenUrl, words) => {
    const check = () => checkedAuth({ ...STORED_OAUTH2, tokenUrl }, { allowLoopback: false });
    expect(check).toThrow(words);
    expect(check).not.toThrow(/hunter2/);
  });

  it('makes two targets of one URL', () => {
    expect(isSameTarget(anEndpoint({ auth: BASIC }), anEndpoint({ auth: BASIC }))).toBe(true);
    expect(isSameTarget(anEndpoint({ auth: BASIC }), anEndpoint({ auth: HEADER }))).toBe(false);
    expect(isSameTarget(anEndpoint({ auth: BASIC }), anEndpoint())).toBe(false);
  });
});

describe('an item', () => {
  it('of an earlier version has none, and is read', () => {
    expect(parseEndpoint(anEndpoint())).toEqual(anEndpoint());
  });

  it.each([
    ['of a later version', { type: 'digest', username: 'a' }],
    ['that was broken by hand', { type: 'basic', username: 'a' }],
  ])('with an auth %s is not delivered to without it', (_, auth) => {
    expect(parseEndpoint({ ...anEndpoint(), auth })).toMatchObject({
      status: 'UNREADABLE',
      statusReason: expect.stringContaining('auth.'),
    });
  });
});
