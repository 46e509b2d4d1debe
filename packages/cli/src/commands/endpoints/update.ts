import { headerChangesSchema, metadataChangesSchema } from '@switchyard/core/endpoints/endpoint-fields';
import { updateEndpoint } from '@switchyard/core/endpoints/update-endpoint';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import { namesOf } from '@switchyard/core/names-of';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { withQueues } from '../../endpoint-control.ts';
import { UsageError } from '../../errors.ts';
import { parseTarget } from '../../parse-target.ts';
import { endpointAnswer, endpointText } from './endpoint-text.ts';
import { readAuth } from './read-auth.ts';
import { readCertificate } from './read-certificate.ts';
import {
  CLEARABLE,
  ifMatchInput,
  ifMatchOption,
  pairsOf,
  settingInputs,
  settingOptions,
  settingsOf,
} from './setting-options.ts';

const clearable = z.enum(namesOf(CLEARABLE));
const clear = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(clearable, `must be of ${clearable.options.join(', ')}, with commas between`));

export const endpointsUpdate = defineCommand({
  name: 'endpoints update',
  summary: 'change what is named of one, and leave the rest',
  input: z.object({
    tenantId: tenantIdSchema,
    endpointId: endpointIdSchema,
    targetUrl: z.string().optional(),
    ...settingInputs,
    clear: clear.optional(),
    ifMatch: ifMatchInput,
  }),
  arguments: ['tenantId', 'endpointId'],
  options: {
    targetUrl: ['<url>', 'where its events go: https, a public host'],
    ...settingOptions,
    clear: ['<names>', `leave these to the deployment, with commas between: ${clearable.options.join(', ')}`],
    ifMatch: ifMatchOption,
  },
  examples: [
    'endpoints update acme audit --rate-limit 20 --retry-schedule 30s,5m,1h',
    'endpoints update acme audit --header x-route=audit --header x-old=',
    'endpoints update acme audit --client-certificate acme.pem --client-key acme.key',
    'endpoints update acme audit --clear rate-limit,event-types',
  ],
  notes:
    'Headers and metadata are merged with what is there; one without a value, such as `x-old=`, is taken away.',
  async run(session, { tenantId, endpointId, targetUrl, clear: cleared = [], ifMatch, ...given }) {
    const { open, clock } = session;
    const deployment = withQueues(await open());
    const tls = await readCertificate(deployment, given);
    const changes = {
      ...settingsOf(given),
      ...(given.authStdin ? { auth: await readAuth(session, deployment) } : {}),
      ...(tls === undefined ? {} : { tls }),
      ...(targetUrl === undefined ? {} : { targetUrl: parseTarget(targetUrl, deployment) }),
    };
    const pairs = {
      headers: pairsOf('header', given.header, headerChangesSchema, orTakeAway),
      metadata: pairsOf('metadata', given.metadata, metadataChangesSchema, orTakeAway),
    };
    const named = Object.entries({ ...changes, ...pairs }).flatMap(([name, value]) =>
      value === undefined ? [] : [name],
    );
    const both = cleared.find((name) => named.includes(CLEARABLE[name]));
    if (both !== undefined) throw new UsageError(`--clear names ${both}, which is given a value as well.`);
    if (named.length + cleared.length === 0)
      throw new UsageError('Nothing is named that is to be changed; --help says what can be.');
    const gone: string[] = cleared.map((name) => CLEARABLE[name]);
    const endpoint = await updateEndpoint(deployment, {
      tenantId,
      endpointId,
      ifMatch,
      settings: { ...changes, ...withoutPairs(gone) },
      headers: gone.includes('headers') ? null : pairs.headers,
      metadata: gone.includes('metadata') ? null : pairs.metadata,
    });
    return endpointAnswer(endpoint, clock());
  },
  text: (endpoint) => `${endpointText(endpoint)}\n\nWorkers know within a minute.`,
});

/** `x-old=`: a pair without a value. */
const orTakeAway = (value: string): string | null => (value === '' ? null : value);

/** Settings that are there and undefined, which takes them away. */
const withoutPairs = (names: readonly string[]): Record<string, undefined> =>
  Object.fromEntries(
    names.filter((name) => name !== 'headers' && name !== 'metadata').map((name) => [name, undefined]),
  );
