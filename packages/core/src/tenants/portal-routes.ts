import type { PortalAccess } from './tenant-identity.ts';

/**
 * Which links to the portal may use a route of the API.
 *
 * - `always`: also one that has ended, which is told so there
 * - `read`, `full`: those with that access; one that is full may read
 * - `never`: none
 */
export type PortalUse = 'always' | 'read' | 'full' | 'never';

/** @param access of the link; undefined: it has ended */
export function mayUse(use: PortalUse, access: PortalAccess | undefined): boolean {
  switch (use) {
    case 'always':
      return true;
    case 'read':
      return access !== undefined;
    case 'full':
      return access === 'full';
    case 'never':
      return false;
  }
}

/** A route as IAM's resources name it, with `*` for what is left open: `GET/v1/events/*`. */
export type PortalRoute = { readonly use: PortalUse; readonly pattern: string };

type ApiRoute = { readonly method: string; readonly path: string; readonly portal: PortalUse };

/** As the authorizer is told them; those that no link may use are left out. */
export const portalRoutesText = (routes: readonly ApiRoute[]): string =>
  routes
    .filter(({ portal }) => portal !== 'never')
    .map(({ method, path, portal }) => `${portal}:${method}${path.replaceAll(/\{\w+\}/g, '*')}`)
    .join();

/** @throws RangeError that says which is none */
export const parsePortalRoutes = (text: string): PortalRoute[] =>
  text
    .split(',')
    .filter((route) => route !== '')
    .map((route) => {
      const [, use, pattern = ''] = /^(always|read|full):([A-Z]+\/[\w/.*-]*)$/.exec(route) ?? [];
      if (use === 'always' || use === 'read' || use === 'full') return { use, pattern };
      throw new RangeError(
        `"${route}" must be always, read or full, and a route such as read:GET/v1/events/*`,
      );
    });
