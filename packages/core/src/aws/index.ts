export { AWS_CLIENT_DEFAULTS } from './client-defaults.ts';
export { openDocuments, openGet } from './open-documents.ts';
export { openSender } from './open-sender.ts';
export { createSecretCache, SECRET_CACHE_MS, SECRET_REFETCH_MS, type SecretCache } from './secret-cache.ts';
