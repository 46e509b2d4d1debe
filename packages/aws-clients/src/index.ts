export { AWS_CLIENT_DEFAULTS } from './client-defaults.ts';
export { leanClient } from './lean-client.ts';
export { openDocuments, openGet, openUpdate } from './open-documents.ts';
export { openSender } from './open-sender.ts';
