import * as z from 'zod';
import { check, checkEqual } from './check.ts';
import { createHooksClient } from './hooks-client.ts';
import type { InboundContext } from './provider-calls.ts';
import type { DemoStep } from './run-steps.ts';

/** Two requests a day: the stack of the demo has this plan. */
export const DEMO_PLANS = 'tiny=100/100/2';
const QUOTA = 2;
const TENANT_ID = 'initech';

const problemSchema = z.object({ code: z.string(), detail: z.string() });
const usageSchema = z.object({ usage: z.object({ used_today: z.number() }) });

export const planSteps: readonly DemoStep<InboundContext>[] = [
  {
    name: 'quota',
    title: 'A tenant’s daily quota is used up: 429 says which limit; nobody else’s is touched',
    async run({ cli, hooksUrl, hooks, endpoint }) {
      const target = new URL('/initech', endpoint.url).href;
      const made = await cli(['tenants', 'create', TENANT_ID, '--target-url', target, '--plan', 'tiny']);
      const tenant = createHooksClient(hooksUrl, String(made.api_key));
      for (let sent = 0; sent < QUOTA; sent += 1)
        checkEqual((await tenant.postEvent('{"type":"order.paid"}')).status, 201, 'within its quota');
      const refused = await tenant.postEvent('{"type":"order.paid"}');
      checkEqual(refused.status, 429, 'the answer above its quota');
      const { code, detail } = problemSchema.parse(refused.body);
      checkEqual(code, 'quota_exceeded', 'the limit that it names');
      check(/daily quota/.test(detail), 'it says so in words');
      checkEqual((await tenant.call('GET', '/v1/events')).status, 200, 'what it reads');
      checkEqual((await hooks.postEvent('{"type":"order.paid"}')).status, 201, 'another tenant’s event');
      const { usage } = usageSchema.parse(await cli(['tenants', 'plan', TENANT_ID]));
      checkEqual(usage.used_today, QUOTA, 'what the operator sees of it');
      return { plan: 'tiny', sent: QUOTA, answered: `${refused.status} ${code}` };
    },
  },
];
