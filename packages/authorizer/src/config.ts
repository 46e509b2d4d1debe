import type { EnvironmentOf } from '@switchyard/core/config';
import { LOG_LEVELS } from '@switchyard/core/logging';
import * as z from 'zod';

export const configSchema = z.object({
  TENANT_IDENTITY_TABLE: z.string().min(1).describe('Table of API keys.'),
  LOG_LEVEL: z.enum(LOG_LEVELS).describe('Least severe level that is logged.'),
});
export type Environment = EnvironmentOf<typeof configSchema>;
