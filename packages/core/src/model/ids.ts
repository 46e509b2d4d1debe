import * as z from 'zod';
import { EVENT_ID_PATTERN } from '../ids.ts';

const SLUG = /^[a-z0-9][a-z0-9_-]{0,62}$/;

export const tenantIdSchema = z
  .string()
  .regex(SLUG, 'a tenant id has 1 to 63 of a-z, 0-9, "-" and "_", and begins with a letter or digit');
export const endpointIdSchema = z
  .string()
  .regex(SLUG, 'an endpoint id has 1 to 63 of a-z, 0-9, "-" and "_", and begins with a letter or digit');
export const eventIdSchema = z.string().regex(EVENT_ID_PATTERN, 'an event id looks like evt_06…');
