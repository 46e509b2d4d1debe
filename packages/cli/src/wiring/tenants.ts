import { tenantIdSchema } from '@switchyard/core/ids';
import type { Command } from 'commander';
import * as z from 'zod';
import { createTenantsCreate, tenantsCreateText } from '../commands/tenants-create.ts';
import { createTenantsList, tenantsListText } from '../commands/tenants-list.ts';
import { createTenantsResume, tenantsResumeText } from '../commands/tenants-resume.ts';
import { createTenantsShow, tenantsShowText } from '../commands/tenants-show.ts';
import { createTenantsSuspend, tenantsSuspendText } from '../commands/tenants-suspend.ts';
import { parseTarget } from '../parse-target.ts';
import { DEFAULT_PLAN } from '../tenant.ts';
import { examples, handle, type Session } from './handle.ts';
import { eventTypesSchema, labelSchema, planSchema } from './inputs.ts';
import { tenantDeps } from './stores.ts';

const byTenant = z.object({ tenantId: tenantIdSchema });

const createInput = byTenant.extend({
  targetUrl: z.string(),
  eventTypes: eventTypesSchema.optional(),
  plan: planSchema,
  label: labelSchema.optional(),
});

export function addTenantCommands(program: Command, session: Session): void {
  const { output, clock, random } = session;
  const tenants = program
    .command('tenants')
    .description('who may send events')
    .addHelpText(
      'after',
      examples(['tenants create acme --target-url https://hooks.example.com/acme', 'tenants list']),
    );

  tenants
    .command('create <tenant-id>')
    .description('make a tenant with its first endpoint and API key; shows both secrets once')
    .requiredOption('--target-url <url>', 'where its events go: https, a public host')
    .option('--event-types <types>', 'only these types, with commas between (default: all)')
    .option('--plan <plan>', 'handed to the API with each request', DEFAULT_PLAN)
    .option('--label <text>', 'what the key is for')
    .addHelpText(
      'after',
      examples([
        'tenants create acme --target-url https://hooks.example.com/acme',
        'tenants create acme --target-url https://hooks.example.com/acme --event-types order.created,order.paid',
        'tenants create acme --target-url http://127.0.0.1:9000/hook --json      (local stack only)',
      ]),
    )
    .action(
      handle(session, createInput, async ({ targetUrl, ...input }, open) => {
        const deployment = await open();
        const target = parseTarget(targetUrl, deployment);
        const create = createTenantsCreate({ ...tenantDeps(deployment), clock, random });
        const created = await create({ ...input, targetUrl: target });
        const shown = { targetUrl: target.href, eventTypes: input.eventTypes, hooksUrl: deployment.hooksUrl };
        output.result(created, tenantsCreateText(created, shown, output.colors));
      }),
    );

  tenants
    .command('list')
    .description('all tenants with their state; reads both tables as a whole')
    .addHelpText('after', examples(['tenants list', 'tenants list --json']))
    .action(
      handle(session, z.object({}), async (_input, open) => {
        const result = await createTenantsList({ ...tenantDeps(await open()), clock })();
        output.result(result, tenantsListText(result));
      }),
    );

  tenants
    .command('show <tenant-id>')
    .description('its keys and endpoints, without secrets')
    .addHelpText('after', examples(['tenants show acme']))
    .action(
      handle(session, byTenant, async ({ tenantId }, open) => {
        const result = await createTenantsShow({ ...tenantDeps(await open()), clock })(tenantId);
        output.result(result, tenantsShowText(result));
      }),
    );

  tenants
    .command('suspend <tenant-id>')
    .description('refuse its requests with 403; deliveries under way go on')
    .addHelpText('after', examples(['tenants suspend acme', 'tenants resume acme']))
    .action(
      handle(session, byTenant, async ({ tenantId }, open) => {
        const result = await createTenantsSuspend(tenantDeps(await open()))(tenantId);
        output.result(result, tenantsSuspendText(result));
      }),
    );

  tenants
    .command('resume <tenant-id>')
    .description('end a suspension; revoked keys stay revoked')
    .addHelpText('after', examples(['tenants resume acme']))
    .action(
      handle(session, byTenant, async ({ tenantId }, open) => {
        const result = await createTenantsResume(tenantDeps(await open()))(tenantId);
        output.result(result, tenantsResumeText(result));
      }),
    );
}
