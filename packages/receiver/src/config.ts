import { type EnvironmentOf, logLevel } from '@switchyard/core/config';
import * as z from 'zod';

export const configSchema = z.object({
  EVENTS_TABLE: z.string().min(1).describe('Table that keeps the switch and the signatures seen.'),
  TENANT_WEBHOOK_CONFIG_TABLE: z.string().min(1).describe('Table of endpoints and their secrets.'),
  OPERATOR_TOKEN_SECRET_ARN: z.string().min(1).describe('Secret that allows /enable, /disable and /status.'),
  LOG_LEVEL: logLevel,
});
export type Environment = EnvironmentOf<typeof configSchema>;
