import { endpointOptionsSchema } from '@switchyard/core/endpoints';
import { authFieldSchema, checkedAuth } from '@switchyard/core/endpoints/auth-field';
import {
  descriptionSchema,
  eventTypesSchema,
  headersSchema,
  metadataSchema,
} from '@switchyard/core/endpoints/endpoint-fields';
import type { EndpointSettings } from '@switchyard/core/endpoints/endpoint-settings';
import { parseTargetUrl, TargetUrlError } from '@switchyard/core/endpoints/target-url';
import { checkedTls, TlsFieldError, tlsFieldSchema } from '@switchyard/core/endpoints/tls-field';
import { filterSchema, storeFilter } from '@switchyard/core/filters';
import { HttpError } from '@switchyard/core/http';
import * as z from 'zod';
import type { Api } from '../api.ts';

const { timeoutMs, maxAttempts, retrySchedule, rateLimit, drainRate } = endpointOptionsSchema.shape;

export const targetUrlField = z.string().meta({
  description: 'Where events are posted: https, a public host, port 443 or above 1023, no user or fragment.',
});
export const metadataField = metadataSchema.meta({ description: 'Up to 16 pairs of your own.' });
export const headersField = headersSchema.meta({
  description:
    'Sent with each delivery. Values are never shown again. Names that Switchyard or HTTP itself sets are refused.',
});

/** What may be left out, or be null for what the deployment does. */
export const settingFields = {
  description: descriptionSchema.nullish(),
  event_types: eventTypesSchema.nullish().meta({
    description:
      '`order.paid`, all of `order.*`, or `*`. Without any: all types. Operational events have to be named, as `endpoint.failing` or `endpoint.*`.',
  }),
  filter: filterSchema.transform(storeFilter).nullish().meta({
    description:
      'What the payload must be, in the syntax of EventBridge’s event patterns: `{"data": {"amount": [{"numeric": [">", 100]}]}}`. Matchers: `prefix`, `suffix`, `equals-ignore-case`, `wildcard`, `anything-but`, `numeric`, `cidr`, `exists`, and `$or`. Up to 4096 characters and 10 levels. Without one: any payload.',
  }),
  auth: authFieldSchema.nullish().meta({
    description:
      'By what the endpoint knows Switchyard, beside the signature. Written whole, and of what is secret never shown again.',
  }),
  tls: tlsFieldSchema.nullish().meta({
    description:
      'A client certificate (mTLS), shown to the endpoint on each TLS connection: PEM, first the certificate, then up to 4 that issued it, and its private key without a passphrase. Written whole; the key is never shown again. Where the deployment has them switched on.',
  }),
  timeout_ms: timeoutMs.nullish().meta({
    description:
      'Limit of one attempt until the status is there: 100 to what the deployment allows, 30000 by default.',
  }),
  max_attempts: maxAttempts
    .nullish()
    .meta({ description: 'Attempts before a delivery is given up, 1 to 50.' }),
  retry_schedule: retrySchedule.nullish().meta({
    description:
      'Waits between attempts, such as `30s,5m,1h`; the last one repeats. All together less than the 30 days that an event is kept.',
  }),
  rate_limit: rateLimit
    .nullish()
    .meta({ description: 'Attempts a second at most, 0.01 to 1000; what exceeds it waits.' }),
  drain_rate: drainRate.nullish().meta({
    description: 'Held deliveries a second when they are sent on, 0.1 to 200; it grows while they succeed.',
  }),
};

const NAMES = {
  description: 'description',
  event_types: 'eventTypes',
  filter: 'filter',
  auth: 'auth',
  timeout_ms: 'timeoutMs',
  max_attempts: 'maxAttempts',
  retry_schedule: 'retrySchedule',
  rate_limit: 'rateLimit',
  drain_rate: 'drainRate',
} as const satisfies Record<Exclude<keyof typeof settingFields, 'tls'>, keyof EndpointSettings>;

type Settings = Omit<EndpointSettings, 'targetUrl' | 'headers' | 'metadata'>;

/**
 * What a body gives: null takes a setting away, and what it leaves out is not there.
 *
 * @throws HttpError 422 where a token is not asked for
 */
export function settingsOf(api: Api, body: z.infer<z.ZodObject<typeof settingFields>>): Settings {
  const given = Object.entries(NAMES).flatMap(([name, field]) => {
    const value = Object.entries(body).find(([key]) => key === name)?.[1];
    return value === undefined ? [] : [[field, value ?? undefined] as const];
  });
  const { auth, tls } = body;
  const checked = auth && explained('auth.token_url', () => checkedAuth(auth, api));
  return {
    ...Object.fromEntries(given),
    ...(checked ? { auth: checked } : {}),
    ...(tls === undefined ? {} : { tls: tls === null ? undefined : certificateOf(api, tls) }),
  };
}

/** @throws HttpError 422 that says what is wrong, and quotes nothing */
function certificateOf(api: Api, tls: z.infer<typeof tlsFieldSchema>) {
  if (api.clientKeys === undefined)
    throw invalidField(
      'tls',
      'is not switched on in this deployment: its operator can, with CLIENT_CERTIFICATES',
    );
  try {
    return checkedTls(tls, api.clock());
  } catch (error) {
    if (!(error instanceof TlsFieldError)) throw error;
    throw invalidField(`tls.${error.field}`, error.detail);
  }
}

/** @throws HttpError 422 that says why it is not delivered to */
export const targetOf = (api: Api, text: string): URL =>
  explained('target_url', () => parseTargetUrl(text, { allowLoopback: api.allowLoopback }));

function explained<Checked>(path: string, check: () => Checked): Checked {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof TargetUrlError)) throw error;
    throw invalidField(path, error.message);
  }
}

/** As a schema refuses a field. */
export const invalidField = (path: string, message: string): HttpError =>
  new HttpError(422, 'body_invalid', `The body is not as described: ${path}: ${message}.`, [
    { path, message },
  ]);
