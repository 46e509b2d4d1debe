export {
  API_KEY_PATTERN,
  AUTHORIZATION_PATTERN,
  AUTHORIZER_CACHE_SECONDS,
  createApiKey,
  hashApiKey,
  isWellFormedApiKey,
} from './api-key.ts';
export { changePlan, type PlaceInPlan } from './change-plan.ts';
export { createKey } from './create-key.ts';
export {
  IDENTITY_TENANT_INDEX,
  type IdentityLookup,
  type IdentityTable,
  readIdentity,
} from './identity-store.ts';
export { changeKeyStatus, listAllKeys, listKeys, putKey } from './keys.ts';
export { PLAN_NAME, type Plan, parsePlans, plansSetting } from './plans.ts';
export {
  DEFAULT_PLAN,
  isSuspended,
  planOf,
  tenantStatus,
} from './tenant.ts';
export {
  isApiKey,
  isPortalKey,
  isReadableKey,
  keyStatus,
  type PortalAccess,
  type PortalKey,
  portalAccessSchema,
  type StoredKey,
  type TenantIdentity,
  tenantIdentitySchema,
} from './tenant-identity.ts';
