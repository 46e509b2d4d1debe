const PORTAL = '/v1/portal';

/** This module is one of the portal's assets, so its own address says where the portal is, under a stage's path or not. */
const portal = new URL('..', import.meta.url);

/** The portal's path, such as `/prod/v1/portal`, without a `/` at its end. */
export const portalPath = portal.pathname.replace(/\/$/, '');

/** The API's address before `/v1`. */
export const apiAddress = portal.href.replace(/\/$/, '').slice(0, -PORTAL.length);
