import { describe, expect, it } from '@jest/globals';
import { emptyDraft } from './draft.ts';
import { changedBody, newBody } from './draft-body.ts';

const draft = { ...emptyDraft(), targetUrl: ' https://example.com/in ' };

describe('what the form of an endpoint sends', () => {
  it('leaves out what was not filled in', () => {
    expect(newBody(draft)).toEqual({
      target_url: 'https://example.com/in',
      description: null,
      event_types: [],
      filter: null,
      timeout_ms: null,
      max_attempts: null,
      retry_schedule: null,
      rate_limit: null,
      drain_rate: null,
      auth: null,
      headers: {},
      metadata: {},
      signature: 'hmac',
    });
  });

  it('takes event types by line or comma', () => {
    expect(newBody({ ...draft, eventTypes: 'order.paid, order.made\n\n refund.* ' }).event_types).toEqual([
      'order.paid',
      'order.made',
      'refund.*',
    ]);
  });

  it('takes away the headers and notes that were taken out, and leaves a login that was not touched', () => {
    const before = {
      ...draft,
      keptHeaders: ['x-old', 'x-stays'],
      metadata: [{ name: 'team', value: 'a' }],
      auth: { type: 'keep' },
    } as const;
    const body = changedBody(
      { ...before, keptHeaders: ['x-stays'], headers: [{ name: 'x-new', value: '1' }], metadata: [] },
      before,
    );
    expect(body.headers).toEqual({ 'x-old': null, 'x-new': '1' });
    expect(body.metadata).toEqual({ team: null });
    expect(body).not.toHaveProperty('auth');
  });

  it('sends a certificate with its key only where another one was given, and takes one away with null', () => {
    const given = { type: 'new', client_certificate: 'CERTIFICATE', private_key: 'KEY' } as const;
    const tls = { client_certificate: 'CERTIFICATE', private_key: 'KEY' };
    const kept = { ...draft, tls: { type: 'keep' } } as const;
    expect(newBody(draft)).not.toHaveProperty('tls');
    expect(newBody({ ...draft, tls: given }).tls).toEqual(tls);
    expect(changedBody(draft, draft)).not.toHaveProperty('tls');
    expect(changedBody(kept, kept)).not.toHaveProperty('tls');
    expect(changedBody({ ...draft, tls: given }, kept)).toMatchObject({ tls });
    expect(changedBody(draft, kept)).toMatchObject({ tls: null });
  });

  it.each(['{', '[]', '"text"'])('says that the filter %s cannot be sent, at its field', (filter) => {
    expect(() => newBody({ ...draft, filter })).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ path: 'filter' })] }),
    );
  });
});
