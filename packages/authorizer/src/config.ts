import { type EnvironmentOf, logLevel, readBy } from '@switchyard/core/config';
import { plansSetting } from '@switchyard/core/tenants';
import { parsePortalRoutes } from '@switchyard/core/tenants/portal-routes';
import * as z from 'zod';

export const configSchema = z.object({
  TENANT_IDENTITY_TABLE: z.string().min(1).describe('Table of API keys.'),
  DEFAULT_USAGE_KEY: z
    .string()
    .min(20)
    .describe('What API Gateway counts tenants under whose plan has no limits.'),
  PORTAL_ROUTES: readBy(parsePortalRoutes)
    .default('')
    .describe(
      'Routes that links to the portal may call, each with the access that it takes, such as `read:GET/v1/events/*`.',
    ),
  PLANS: plansSetting,
  LOG_LEVEL: logLevel,
});
export type Environment = EnvironmentOf<typeof configSchema>;
