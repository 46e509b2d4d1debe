export {
  API_KEY_PATTERN,
  AUTHORIZATION_PATTERN,
  createApiKey,
  hashApiKey,
  isWellFormedApiKey,
} from './api-key.ts';
export { type IdentityLookup, type IdentityTable, readIdentity } from './identity-store.ts';
export { type TenantIdentity, tenantIdentitySchema } from './tenant-identity.ts';
