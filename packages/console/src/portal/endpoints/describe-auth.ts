import type { ChangedEndpoint } from './use-endpoints.ts';

/** A login that is set, without what is secret in it. */
export function describeAuth(auth: NonNullable<ChangedEndpoint['auth']>): string {
  switch (auth.type) {
    case 'basic':
      return `Basic, as ${auth.username}`;
    case 'header':
      return `the header ${auth.name}`;
    case 'oauth2':
      return `OAuth 2, as ${auth.client_id}`;
  }
}
