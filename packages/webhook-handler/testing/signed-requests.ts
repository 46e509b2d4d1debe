import { createHash, createHmac, type KeyObject, sign } from 'node:crypto';
import { CALLBACKS, type CallbackRoute } from '@switchyard/core/providers';
import { Webhook } from 'standardwebhooks';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { CallbackRequest } from '../src/callback-request.ts';
import { callbackCode } from '../src/providers/index.ts';
import { proveGenuine, type VerifiedRequest } from '../src/verified-request.ts';
import { encodeMultipart, type MultipartPart, multipartType } from './multipart.ts';
import {
  AUTH_TOKEN,
  providerSecrets,
  RESEND_SECRET,
  SENDGRID_EVENT_KEYS,
  SENDGRID_KEYS,
} from './provider-secrets.ts';

export const BASE_URL = 'https://hooks.example.com';
export const RECEIVED_AT = '2026-03-04T05:06:07.000Z';

/** What goes over the wire, below the base URL. */
export type HttpRequest = {
  readonly method: 'POST';
  /** With the query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** The same request in two forms: for HTTP, and as what the use cases take. */
export type SignedRequest = { readonly http: HttpRequest; readonly callback: CallbackRequest };

export type RequestOptions = {
  /** As typed into the provider: with stage or mapping path, without a trailing slash. */
  readonly baseUrl?: string;
  readonly requestId?: string;
  readonly receivedAt?: string;
};

type TwilioOptions = RequestOptions & {
  readonly route: 'whatsapp' | 'sms' | 'twilio-status';
  /** As typed into Twilio, without `?`. */
  readonly query?: string;
  readonly authToken?: string;
  /** `sha256`: the older scheme, over the body alone. */
  readonly scheme?: 'twilio' | 'sha256';
};

/** A form post as Twilio makes it, signed by Twilio's own library. */
export function twilioRequest(
  options: TwilioOptions & { readonly form: Readonly<Record<string, string>> },
): SignedRequest {
  const { form, query = '', authToken = AUTH_TOKEN } = options;
  const body = Buffer.from(new URLSearchParams(form).toString());
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Twilio-Signature':
      options.scheme === 'sha256'
        ? bodyHmac(body, authToken)
        : getExpectedTwilioSignature(authToken, urlOf(options, query), form),
  };
  return toRequest(options, { query, headers, body });
}

/** A JSON post as some of Twilio's products make it: the URL has the body's hash, and is what is signed. */
export function twilioJsonRequest(options: TwilioOptions & { readonly json: unknown }): SignedRequest {
  const body = Buffer.from(JSON.stringify(options.json));
  const hash = `bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
  const query = options.query === undefined ? hash : `${options.query}&${hash}`;
  const headers = {
    'Content-Type': 'application/json',
    'X-Twilio-Signature': getExpectedTwilioSignature(
      options.authToken ?? AUTH_TOKEN,
      urlOf(options, query),
      {},
    ),
  };
  return toRequest(options, { query, headers, body });
}

/** An event as Resend posts it through Svix, signed with each secret by the Standard Webhooks library. */
export function resendRequest(
  options: RequestOptions & {
    readonly event: unknown;
    readonly id?: string;
    readonly secrets?: readonly string[];
    readonly signedAt?: Date;
    readonly scheme?: 'svix' | 'sha256';
  },
): SignedRequest {
  const { id = 'msg_2yQ8mKxkJ4vT9pB1sWcLhN3aZdE', secrets = [RESEND_SECRET] } = options;
  const signedAt = options.signedAt ?? new Date(options.receivedAt ?? RECEIVED_AT);
  const body = Buffer.from(JSON.stringify(options.event));
  const signature =
    options.scheme === 'sha256'
      ? { 'Resend-Signature': bodyHmac(body, secrets[0] ?? '') }
      : {
          'svix-id': id,
          'svix-timestamp': String(Math.floor(signedAt.getTime() / 1000)),
          'svix-signature': secrets
            .map((secret) => new Webhook(secret).sign(id, signedAt, body.toString()))
            .join(' '),
        };
  const headers = { 'Content-Type': 'application/json', ...signature };
  return toRequest({ ...options, route: 'resend-events' }, { headers, body });
}

/** A mail as SendGrid's Inbound Parse posts it: signed, or with the shared secrets that stand in for a signature. */
export function sendGridRequest(
  options: RequestOptions & {
    readonly parts: readonly MultipartPart[];
    /** Absent: the test key. Undefined: not signed. */
    readonly privateKey?: KeyObject | undefined;
    readonly pathSegment?: string;
    /** `user:password`. */
    readonly basicAuth?: string;
  },
): SignedRequest {
  const body = encodeMultipart(options.parts);
  const { privateKey } = { privateKey: SENDGRID_KEYS.privateKey, ...options };
  const headers = {
    'Content-Type': multipartType(),
    ...(privateKey !== undefined && sendGridSignature(options, body, privateKey)),
    ...(options.basicAuth !== undefined && {
      Authorization: `Basic ${Buffer.from(options.basicAuth).toString('base64')}`,
    }),
  };
  return toRequest({ ...options, route: 'email' }, { headers, body });
}

/** Events as SendGrid's Event Webhook posts them: one a line, all in one array. */
export function sendGridEventsRequest(
  options: RequestOptions & { readonly events: readonly unknown[]; readonly privateKey?: KeyObject },
): SignedRequest {
  const { events, privateKey = SENDGRID_EVENT_KEYS.privateKey } = options;
  const body = Buffer.from(`[${events.map((event) => JSON.stringify(event)).join(',\r\n')}]\r\n`);
  const headers = {
    'Content-Type': 'application/json',
    ...sendGridSignature(options, body, privateKey),
  };
  return toRequest({ ...options, route: 'sendgrid-events' }, { headers, body });
}

function sendGridSignature(
  { receivedAt = RECEIVED_AT }: RequestOptions,
  body: Buffer,
  privateKey: KeyObject,
) {
  const timestamp = String(Math.floor(Date.parse(receivedAt) / 1000));
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return {
    'X-Twilio-Email-Event-Webhook-Signature': sign('sha256', signed, privateKey).toString('base64'),
    'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
  };
}

/** The request once it is verified, as the use cases take it. */
export function genuine(
  { callback }: SignedRequest,
  legacySignatureRoutes: readonly CallbackRoute[] = [],
): VerifiedRequest {
  const { verify } = callbackCode(callback.route);
  return proveGenuine(callback, () =>
    verify(callback, { secrets: providerSecrets(), legacySignatureRoutes }),
  );
}

/** The same request after somebody changed it on its way. */
export function tampered({ http, callback }: SignedRequest, body: Uint8Array): SignedRequest {
  return { http: { ...http, body: Buffer.from(body) }, callback: { ...callback, rawBody: body } };
}

type RouteOptions = RequestOptions & { readonly route: CallbackRoute; readonly pathSegment?: string };

const pathOf = ({ route, pathSegment }: RouteOptions): string =>
  [CALLBACKS[route].urls[0]?.path ?? '', ...(pathSegment === undefined ? [] : [pathSegment])].join('/');

const withQuery = (url: string, query: string): string => (query === '' ? url : `${url}?${query}`);

const urlOf = (options: RouteOptions, query: string): string =>
  withQuery((options.baseUrl ?? BASE_URL) + pathOf(options), query);

const bodyHmac = (body: Uint8Array, key: string): string =>
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;

function toRequest(
  options: RouteOptions,
  sent: { readonly query?: string; readonly headers: Record<string, string>; readonly body: Buffer },
): SignedRequest {
  const { query = '', headers, body } = sent;
  const path = pathOf(options);
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    http: { method: 'POST', path: withQuery(path, query), headers, body },
    callback: {
      route: options.route,
      requestId: options.requestId ?? 'request-1',
      receivedAt: options.receivedAt ?? RECEIVED_AT,
      path,
      rawBody: body,
      headers: Object.fromEntries(lowerCase),
      query: [...new URLSearchParams(query)],
      publicUrls: [urlOf(options, '')],
      ...(options.pathSegment === undefined ? {} : { pathSegment: options.pathSegment }),
    },
  };
}
