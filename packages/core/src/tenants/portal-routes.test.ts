import { describe, expect, it } from '@jest/globals';
import { mayUse, type PortalUse, parsePortalRoutes, portalRoutesText } from './portal-routes.ts';

describe('a link to the portal', () => {
  it.each<[PortalUse, boolean, boolean, boolean]>([
    ['always', true, true, true],
    ['read', true, true, false],
    ['full', true, false, false],
    ['never', false, false, false],
  ])('may use what is for "%s"', (use, full, read, ended) => {
    expect([mayUse(use, 'full'), mayUse(use, 'read'), mayUse(use, undefined)]).toEqual([full, read, ended]);
  });
});

describe('the routes that the authorizer is told', () => {
  it('are those that some link may use, with * for what is left open', () => {
    const text = portalRoutesText([
      { method: 'GET', path: '/v1/events/{event_id}/attempts', portal: 'read' },
      { method: 'POST', path: '/v1/events', portal: 'never' },
      { method: 'GET', path: '/v1/portal-session', portal: 'always' },
    ]);
    expect(text).toBe('read:GET/v1/events/*/attempts,always:GET/v1/portal-session');
    expect(parsePortalRoutes(text)).toEqual([
      { use: 'read', pattern: 'GET/v1/events/*/attempts' },
      { use: 'always', pattern: 'GET/v1/portal-session' },
    ]);
  });

  it('may be none', () => {
    expect(parsePortalRoutes('')).toEqual([]);
  });

  it.each(['GET/v1/events', 'never:GET/v1/events', 'read:/v1', 'read:GET/v1/events?x', 'full:*'])(
    'are refused where one is none: %s',
    (text) => {
      expect(() => parsePortalRoutes(`read:GET/v1/events,${text}`)).toThrow(text);
    },
  );
});
