export { AWS_CLIENT_DEFAULTS } from './client-defaults.ts';
export { openDocuments, openGet } from './open-documents.ts';
export { openSender } from './open-sender.ts';
