import type { Flow } from '../flow.ts';
import { ENDPOINTS } from './endpoints.ts';
import { INBOUND } from './inbound.ts';
import { OUTBOUND } from './outbound.ts';
import { SETTINGS } from './settings.ts';
import { BY_OPERATORS } from './tenants.ts';

export const FLOWS: readonly Flow[] = [...OUTBOUND, ...ENDPOINTS, ...INBOUND, ...SETTINGS, ...BY_OPERATORS];
