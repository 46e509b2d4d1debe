import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import type { Command } from 'commander';
import * as z from 'zod';
import { createEndpointsAdd, endpointsAddText } from '../commands/endpoints-add.ts';
import { createEndpointsList, endpointsListText } from '../commands/endpoints-list.ts';
import { parseTarget } from '../parse-target.ts';
import { examples, handle, type Session } from './handle.ts';
import { eventTypesSchema } from './inputs.ts';
import { tenantDeps } from './stores.ts';

const byTenant = z.object({ tenantId: tenantIdSchema });

const addInput = byTenant.extend({
  endpointId: endpointIdSchema,
  targetUrl: z.string(),
  eventTypes: eventTypesSchema.optional(),
});

export function addEndpointCommands(program: Command, session: Session): void {
  const { output, clock, random } = session;
  const endpoints = program
    .command('endpoints')
    .description('where the events of a tenant go')
    .addHelpText('after', examples(['endpoints list acme']));

  endpoints
    .command('add <tenant-id> <endpoint-id>')
    .description('make another endpoint; shows its webhook secret once')
    .requiredOption('--target-url <url>', 'where its events go: https, a public host')
    .option('--event-types <types>', 'only these types, with commas between (default: all)')
    .addHelpText(
      'after',
      examples([
        'endpoints add acme audit --target-url https://audit.example.com/in',
        'endpoints add acme audit --target-url https://audit.example.com/in --event-types user.deleted',
      ]),
    )
    .action(
      handle(session, addInput, async ({ targetUrl, ...input }, open) => {
        const deployment = await open();
        const add = createEndpointsAdd({ ...tenantDeps(deployment), clock, random });
        const result = await add({ ...input, targetUrl: parseTarget(targetUrl, deployment) });
        output.result(result, endpointsAddText(result, output.colors));
      }),
    );

  endpoints
    .command('list <tenant-id>')
    .description('its endpoints, without secrets')
    .addHelpText('after', examples(['endpoints list acme']))
    .action(
      handle(session, byTenant, async ({ tenantId }, open) => {
        const result = await createEndpointsList({ ...tenantDeps(await open()), clock })(tenantId);
        output.result(result, endpointsListText(result.endpoints));
      }),
    );
}
