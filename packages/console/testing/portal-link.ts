import * as z from 'zod';
import { neverLogged } from '../../local/testing/canaries.ts';
import type { FlowTenant } from '../../local/testing/flow-stack.ts';

const linkSchema = z.object({ url: z.string(), key_id: z.string() });

export type PortalLink = {
  readonly keyId: string;
  /** The address of one of its pages, with the key. */
  readonly to: (path?: string) => string;
};

/** A link to a tenant's portal, as its owner makes it. */
export async function makePortalLink(
  tenant: FlowTenant,
  asked: { readonly access?: 'full' | 'read'; readonly expires_in_seconds?: number } = {},
): Promise<PortalLink> {
  const { body } = await tenant.hooks.call('POST', '/v1/portal-links', JSON.stringify(asked));
  const { url, key_id: keyId } = linkSchema.parse(body);
  const [portal = '', key = ''] = url.split('#key=');
  neverLogged('key of a portal link', key);
  return { keyId, to: (path = '') => `${portal}${path}#key=${key}` };
}
