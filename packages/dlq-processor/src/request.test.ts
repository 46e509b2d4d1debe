import { describe, expect, it } from '@jest/globals';
import { EVENT_ID } from '@switchyard/core/testing';
import { parseDlqRequest } from './request.ts';

describe('a request', () => {
  it('for an action alone takes the rest as usual', () => {
    expect(parseDlqRequest({ action: 'peek' })).toEqual({
      action: 'peek',
      maxMessages: 100,
      dryRun: false,
      held: false,
    });
  });

  it('may say everything', () => {
    const request = {
      action: 'requeue',
      maxMessages: 10_000,
      tenantId: 'acme',
      endpointId: 'default',
      eventIds: [EVENT_ID],
      dryRun: true,
      ratePerSecond: 0.5,
    };
    expect(parseDlqRequest(request)).toEqual({ ...request, held: false });
  });

  it.each([
    [
      'an action that is not one',
      { action: 'replay' },
      /action: must be peek, requeue, purge, or replay_start/,
    ],
    ['no action', {}, /action: /],
    ['none at all', undefined, /payload: /],
    ['text', 'requeue', /payload: /],
    ['a list', [], /payload: /],
    ['no message', { action: 'peek', maxMessages: 0 }, /maxMessages: .*>=1/],
    ['too many messages', { action: 'peek', maxMessages: 10_001 }, /maxMessages: .*<=10000/],
    ['a number as text', { action: 'peek', maxMessages: '5' }, /maxMessages: .*number/],
    ['a tenant that cannot be one', { action: 'peek', tenantId: 'A B' }, /tenantId: a tenant id has/],
    ['an endpoint that cannot be one', { action: 'peek', endpointId: '#' }, /endpointId: an endpoint id has/],
    [
      'an event id that is not one',
      { action: 'peek', eventIds: [EVENT_ID, 'x'] },
      /eventIds\.1: an event id/,
    ],
    ['an empty list of events', { action: 'peek', eventIds: [] }, /eventIds: .*>=1/],
    ['no rate', { action: 'requeue', ratePerSecond: 0 }, /ratePerSecond: .*>0/],
    ['a rate that is too high', { action: 'requeue', ratePerSecond: 1_001 }, /ratePerSecond: .*<=1000/],
    ['a field that is not one', { action: 'peek', tenant: 'acme' }, /payload: .*"tenant"/],
  ])('with %s is refused, by the name of the field and with what is allowed', (_, payload, message) => {
    expect(() => parseDlqRequest(payload)).toThrow(message);
  });

  it('with two mistakes is refused with both', () => {
    expect(() => parseDlqRequest({ action: 'x', maxMessages: 0 })).toThrow(/action: [\s\S]*; maxMessages: /);
  });

  it('that is refused shows one that is not', () => {
    expect(() => parseDlqRequest({})).toThrow('Example: {"action":"requeue","maxMessages":100}.');
  });

  it('that is refused has a code, and no stack: Lambda would hand it to whoever called', () => {
    expect(() => parseDlqRequest({})).toThrow(
      expect.objectContaining({
        name: 'DlqRequestError',
        code: 'request_invalid',
        stack: expect.not.stringMatching(/\n\s+at /),
      }),
    );
  });
});
