import * as z from 'zod';
import { EVENT_ID_PATTERN } from './ids.ts';

const SLUG = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** The built-in receiver has routes of these names beside those of the tenants. */
const RESERVED = new Set(['assets', 'disable', 'docs', 'enable', 'health', 'openapi', 'status']);

export const tenantIdSchema = z
  .string()
  .regex(SLUG, 'a tenant id has 1 to 63 of a-z, 0-9, "-" and "_", and begins with a letter or digit')
  .refine((id) => !RESERVED.has(id), `a tenant id is none of ${[...RESERVED].join(', ')}`);
export const endpointIdSchema = z
  .string()
  .regex(SLUG, 'an endpoint id has 1 to 63 of a-z, 0-9, "-" and "_", and begins with a letter or digit');
export const eventIdSchema = z.string().regex(EVENT_ID_PATTERN, 'an event id looks like evt_06…');
