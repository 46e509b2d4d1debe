import { type EnvironmentOf, logLevel } from '@switchyard/core/config';
import * as z from 'zod';

export const configSchema = z.object({
  TENANT_IDENTITY_TABLE: z.string().min(1).describe('Table of API keys.'),
  LOG_LEVEL: logLevel,
});
export type Environment = EnvironmentOf<typeof configSchema>;
