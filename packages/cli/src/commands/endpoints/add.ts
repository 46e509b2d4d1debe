import { createEndpoint } from '@switchyard/core/endpoints/create-endpoint';
import { headersSchema, metadataSchema } from '@switchyard/core/endpoints/endpoint-fields';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { withQueues } from '../../endpoint-control.ts';
import { UsageError } from '../../errors.ts';
import { flag } from '../../input-schemas.ts';
import { parseTarget } from '../../parse-target.ts';
import { requireFinished } from '../../require-finished.ts';
import { endpointAnswer, endpointText } from './endpoint-text.ts';
import { readAuth } from './read-auth.ts';
import { readCertificate } from './read-certificate.ts';
import { readOwnSecret } from './read-own-secret.ts';
import { pairsOf, settingInputs, settingOptions, settingsOf } from './setting-options.ts';
import { requireOneKind, shownSecret, signatureInput, signatureOption } from './signature-option.ts';

export const endpointsAdd = defineCommand({
  name: 'endpoints add',
  summary: 'make another endpoint; shows its webhook secret once',
  input: z.object({
    tenantId: tenantIdSchema,
    endpointId: endpointIdSchema.optional(),
    targetUrl: z.string(),
    ...settingInputs,
    secretStdin: flag,
    signature: signatureInput,
  }),
  arguments: ['tenantId', 'endpointId'],
  options: {
    targetUrl: ['<url>', 'where its events go: https, a public host'],
    ...settingOptions,
    secretStdin: 'sign with a secret of your own, whsec_… or whsk_…, read from stdin (default: one is made)',
    signature: signatureOption,
  },
  examples: [
    'endpoints add acme audit --target-url https://audit.example.com/in',
    'endpoints add acme audit --target-url https://audit.example.com/in --event-types user.deleted,order.*',
    'endpoints add acme --target-url https://audit.example.com/in --header x-route=audit --rate-limit 20',
    'endpoints add acme audit --target-url https://audit.example.com/in --secret-stdin < secret.txt',
    'endpoints add acme audit --target-url https://audit.example.com/in --auth-stdin < auth.json',
  ],
  notes: 'Without an endpoint id, one is made.',
  async run(session, { tenantId, endpointId, targetUrl, secretStdin, signature, ...given }) {
    requireOneKind(secretStdin, signature);
    if (secretStdin && given.authStdin)
      throw new UsageError(
        'Give one of --secret-stdin and --auth-stdin: one value is read from stdin. The other can follow with `endpoints update` or `endpoints rotate-secret`.',
      );
    const deployment = withQueues(await session.open());
    const tls = await readCertificate(deployment, given);
    const settings = {
      ...settingsOf(given),
      ...(given.authStdin ? { auth: await readAuth(session, deployment) } : {}),
      ...(tls === undefined ? {} : { tls }),
      headers: pairsOf('header', given.header, headersSchema),
      metadata: pairsOf('metadata', given.metadata, metadataSchema),
      targetUrl: parseTarget(targetUrl, deployment),
    };
    const own = secretStdin ? await readOwnSecret(session) : undefined;
    requireFinished(await findTenant(deployment, tenantId));
    const { endpoint, secret } = await createEndpoint(deployment, {
      tenantId,
      endpointId,
      settings,
      secret: own,
      signature,
    });
    return { ...endpointAnswer(endpoint, session.clock()), ...shownSecret(secret) };
  },
  text: ({ webhook_secret, public_key, ...endpoint }, { colors }) =>
    [
      `Endpoint ${endpoint.endpoint_id} of tenant ${endpoint.tenant_id} is created.`,
      '',
      endpointText(endpoint),
      '',
      ...(webhook_secret === null
        ? [`  public key  ${colors.bold(public_key ?? '')}`]
        : [
            `  webhook secret  ${colors.bold(webhook_secret)}`,
            '',
            colors.yellow('The webhook secret is shown only now. Store it before you go on.'),
          ]),
    ].join('\n'),
});
