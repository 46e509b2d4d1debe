import type { Flow } from '../flow.ts';
import { ENDPOINTS } from './endpoints.ts';
import { INBOUND } from './inbound.ts';
import { OUTBOUND } from './outbound.ts';

export const FLOWS: readonly Flow[] = [...OUTBOUND, ...ENDPOINTS, ...INBOUND];
