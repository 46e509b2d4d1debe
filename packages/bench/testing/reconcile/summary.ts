import type { Found } from './found.ts';

/** What came of all that was asked for, without what differs from run to run: ids and times. */
export function summarize({ acknowledged, deliveries, events, items }: Found): string[] {
  const asked = acknowledged.map(({ body, tenantId, eventId }) => {
    const own = deliveries.filter((each) => each.tenantId === tenantId && each.eventId === eventId);
    return `${body} is ${own
      .map(({ endpointId, status }) => `${endpointId} ${status}`)
      .toSorted()
      .join(', ')}`;
  });
  const made = events
    .filter(({ source }) => source !== undefined)
    .map(({ eventType, tenantId, eventId }) => {
      const own = deliveries.filter((each) => each.tenantId === tenantId && each.eventId === eventId);
      return `${eventType} is ${own
        .map(({ endpointId, status }) => `${endpointId} ${status}`)
        .toSorted()
        .join(', ')}`;
    });
  const received = items
    .filter(({ sk }) => String(sk).startsWith('CALLBACK'))
    .map(
      ({ conversationId, routedAt }) =>
        `message in ${conversationId}${routedAt === undefined ? ', not routed' : ''}`,
    );
  const sent = items
    .filter(({ sk }) => sk === 'MESSAGE')
    .map(({ messageId, status }) => `${messageId} is ${status}`);
  const reported = items
    .filter(({ sk }) => String(sk).startsWith('TIMELINE#'))
    .map(({ rawStatus, emittedAt }) => `report ${rawStatus}${emittedAt === undefined ? ', not told' : ''}`);
  return [...asked, ...tally([...made, ...received, ...sent, ...reported])];
}

function tally(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => `${count} × ${line}`).toSorted();
}
