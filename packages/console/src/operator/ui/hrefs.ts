// Where things are shown. Ids are strangers' in part, so none goes into an address as it is.

export const tenantHref = (tenantId: string): string => `/tenants/${encodeURIComponent(tenantId)}`;

export const storyHref = (eventId: string, tenantId?: string): string =>
  `/events/${encodeURIComponent(eventId)}${tenantId === undefined ? '' : `?tenant=${encodeURIComponent(tenantId)}`}`;

export const conversationHref = (conversationId: string): string =>
  `/conversations/${encodeURIComponent(conversationId)}`;

export const quarantinedHref = (id: string): string => `/quarantine/${encodeURIComponent(id)}`;

export const messageHref = (tenantId: string, messageId: string): string =>
  `${tenantHref(tenantId)}/messages/${encodeURIComponent(messageId)}`;

export const deadLettersHref = (filter: Readonly<Record<string, string>>): string =>
  `/dead-letters?${new URLSearchParams(filter)}`;
