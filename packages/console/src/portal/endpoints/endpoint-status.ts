import type { Tone } from '../../ui/tone.ts';

export type EndpointStatus = 'ENABLED' | 'PAUSED' | 'DISABLED' | 'UNREADABLE';
export type Breaker = 'closed' | 'open' | 'probing';

/** An endpoint's state in one word, and its colour: what keeps events from it first. */
export function describeStatus(
  status: EndpointStatus,
  breaker: Breaker,
): { readonly name: string; readonly tone: Tone } {
  switch (status) {
    case 'PAUSED':
      return { name: 'Paused', tone: 'warn' };
    case 'DISABLED':
      return { name: 'Disabled', tone: 'bad' };
    case 'UNREADABLE':
      return { name: 'Broken', tone: 'bad' };
    case 'ENABLED':
      return describeBreaker(breaker);
  }
}

function describeBreaker(breaker: Breaker): { readonly name: string; readonly tone: Tone } {
  switch (breaker) {
    case 'closed':
      return { name: 'Enabled', tone: 'good' };
    case 'open':
      return { name: 'Failing', tone: 'bad' };
    case 'probing':
      return { name: 'Recovering', tone: 'warn' };
  }
}
