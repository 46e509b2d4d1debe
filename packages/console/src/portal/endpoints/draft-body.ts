import type { AuthDraft, EndpointDraft, Pair, TlsDraft } from './draft.ts';
import { parseObject } from './parse-object.ts';

export const FILTER_EXAMPLE = '{ "data": { "amount": [{ "numeric": [">", 100] }] } }';

/** What both making and changing an endpoint take. Whether it is allowed, the API says; here only what cannot be sent. */
const settingsOf = (draft: EndpointDraft) => ({
  target_url: draft.targetUrl.trim(),
  description: orNull(draft.description.trim()),
  event_types: listOf(draft.eventTypes),
  filter: draft.filter.trim() === '' ? null : parseObject('filter', draft.filter, FILTER_EXAMPLE),
  timeout_ms: numberOf(draft.timeoutMs),
  max_attempts: numberOf(draft.maxAttempts),
  retry_schedule: orNull(draft.retrySchedule.trim()),
  rate_limit: numberOf(draft.rateLimit),
  drain_rate: numberOf(draft.drainRate),
});

export function newBody(draft: EndpointDraft) {
  const id = draft.endpointId.trim();
  const auth = authOf(draft.auth);
  return {
    ...settingsOf(draft),
    ...(id === '' ? {} : { endpoint_id: id }),
    ...(auth === undefined ? {} : { auth }),
    ...(draft.tls.type === 'new' ? { tls: certificateOf(draft.tls) } : {}),
    headers: recordOf(draft.headers),
    metadata: recordOf(draft.metadata),
    signature: draft.signature,
  };
}

/**
 * A merge patch: what was taken out of the form is null.
 *
 * @param before as it was when the form was filled
 */
export function changedBody(draft: EndpointDraft, before: EndpointDraft) {
  const auth = authOf(draft.auth);
  const gone = before.keptHeaders.filter((name) => !draft.keptHeaders.includes(name));
  const metadata = recordOf(draft.metadata);
  const goneMetadata = before.metadata.filter(({ name }) => !Object.hasOwn(metadata, name));
  return {
    ...settingsOf(draft),
    ...(auth === undefined ? {} : { auth }),
    ...changedTls(draft.tls, before.tls),
    headers: { ...nulls(gone), ...recordOf(draft.headers) },
    metadata: { ...nulls(goneMetadata.map(({ name }) => name)), ...metadata },
  };
}

function authOf(auth: AuthDraft) {
  switch (auth.type) {
    case 'keep':
      return undefined;
    case 'none':
      return null;
    case 'basic':
    case 'header':
      return auth;
    case 'oauth2': {
      const { scope, ...rest } = auth;
      return scope.trim() === '' ? rest : { ...rest, scope: scope.trim() };
    }
  }
}

/** Left out where nothing changes: a certificate that is off in the deployment is then not asked for. */
function changedTls(tls: TlsDraft, before: TlsDraft) {
  switch (tls.type) {
    case 'keep':
      return {};
    case 'none':
      return before.type === 'none' ? {} : { tls: null };
    case 'new':
      return { tls: certificateOf(tls) };
  }
}

const certificateOf = ({ client_certificate, private_key }: TlsDraft & { readonly type: 'new' }) => ({
  client_certificate,
  private_key,
});

const orNull = (text: string): string | null => (text === '' ? null : text);

const listOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** What is no number is sent as it is not: the API then says what is allowed. */
const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

const recordOf = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(
    pairs
      .filter(({ name, value }) => name !== '' || value !== '')
      .map(({ name, value }) => [name.trim(), value]),
  );

const nulls = (names: readonly string[]): Record<string, null> =>
  Object.fromEntries(names.map((name) => [name, null]));
