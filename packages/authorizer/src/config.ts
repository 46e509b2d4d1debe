import { type EnvironmentOf, logLevel } from '@switchyard/core/config';
import { plansSetting } from '@switchyard/core/tenants';
import * as z from 'zod';

export const configSchema = z.object({
  TENANT_IDENTITY_TABLE: z.string().min(1).describe('Table of API keys.'),
  DEFAULT_USAGE_KEY: z
    .string()
    .min(20)
    .describe('What API Gateway counts tenants under whose plan has no limits.'),
  PLANS: plansSetting,
  LOG_LEVEL: logLevel,
});
export type Environment = EnvironmentOf<typeof configSchema>;
