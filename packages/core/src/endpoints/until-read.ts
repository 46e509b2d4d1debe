import { readSpread } from '../spread/spread-store.ts';
import type { EndpointsTable } from './endpoint-store.ts';
import { isKept, TARGETS_KEPT_MS } from './targets-memory.ts';

/** Waits until nobody accepts events by endpoints that were read before: for nearly all tenants not at all. */
export async function untilRead(
  context: EndpointsTable & { readonly sleep: (ms: number) => Promise<unknown> },
  tenantId: string,
): Promise<void> {
  const now = context.clock();
  const spread = await readSpread(context, tenantId);
  if ([now - TARGETS_KEPT_MS, now].some((ms) => isKept(spread, ms))) await context.sleep(TARGETS_KEPT_MS);
}
