import { describe, expect, it } from '@jest/globals';
import { type Quarantined, quarantineKey } from '@switchyard/core/quarantine';
import * as z from 'zod';
import { aQuarantined, presentation } from '../../../testing/builders.ts';
import { fakeLambda, invoked } from '../../../testing/fake-client.ts';
import { testSession } from '../../../testing/test-session.ts';
import type { ReleaseAnswer } from '../../callback-spool.ts';
import { FUNCTION_FAILED } from '../../invoke-function.ts';
import { quarantineList, quarantineListText } from './list.ts';
import { parseSelection, quarantineRelease, quarantineReleaseText } from './release.ts';
import { quarantineShow, quarantineShowText } from './show.ts';
import { quarantineVerify } from './verify.ts';

function sessionWith(items: readonly Quarantined[], lambda = fakeLambda(() => invoked({})).client) {
  const setup = testSession({ deployment: { lambda } });
  for (const item of items) {
    const { id, request } = item;
    setup.tables.events.store({ ...quarantineKey({ id, receivedAt: request.receivedAt }), ...item });
  }
  return setup;
}

describe('quarantine list', () => {
  const items = ['three', 'two', 'one'].map((id, index) =>
    aQuarantined(id, { receivedAt: `2026-03-01T10:00:0${3 - index}.000Z` }),
  );
  const list = (input: { readonly days: number; readonly limit: number }) =>
    quarantineList.run(sessionWith(items).session, input);

  it('shows when, which, where and why, and nothing of what the sender wrote', async () => {
    const result = await list({ days: 7, limit: 2 });
    expect(result).toMatchObject({ requests: [{ id: 'three' }, { id: 'two' }], more: true });
    const text = quarantineListText(result);
    expect(text).toMatch(/2026-03-01T10:00:03Z +three +whatsapp +verify +signature_mismatch +11 B/);
    expect(text).toContain('2 requests, and there are older ones: raise --limit.');
    expect(JSON.stringify(result)).not.toContain('hidden');
  });

  it('does not promise more than there are', async () => {
    expect(await list({ days: 7, limit: 3 })).toMatchObject({ more: false });
  });
});

describe('quarantine show', () => {
  const show = (item: Quarantined, body = false) =>
    quarantineShow.run(sessionWith([item]).session, { id: 'one', body });

  it('shows names of headers and parameters, not their values, and no body', async () => {
    const result = await show(aQuarantined('one'));
    expect(result).toMatchObject({
      header_names: ['x-twilio-signature'],
      query_names: ['message_id'],
      public_urls: ['https://hooks.example.com/whatsapp'],
    });
    expect(JSON.stringify(result)).not.toContain('hidden');
    expect(quarantineShowText(result)).toContain('Add --body');
  });

  it('hides a path segment that may be the secret', async () => {
    const { request, ...rest } = aQuarantined('one');
    const result = await show({
      ...rest,
      request: {
        ...request,
        route: 'email',
        path: '/email/hidden-segment',
        publicUrls: ['https://hooks.example.com/email/hidden-segment'],
        pathSegment: 'hidden-segment',
      },
    });
    expect(result).toMatchObject({
      path: '/email/***',
      public_urls: ['https://hooks.example.com/email/***'],
    });
    expect(JSON.stringify(result)).not.toContain('hidden');
  });

  it('shows the body when it is asked for, without letting it steer the terminal', async () => {
    const body = Buffer.from('Body=\u001b[2Jhello\r\nworld');
    const result = await show(aQuarantined('one', { body, bodyBytes: body.byteLength }), true);
    expect(result).toMatchObject({ body: body.toString(), body_encoding: 'utf8', body_cut: false });
    expect(quarantineShowText(result)).toMatch(/Body:\n\nBody=\ufffd\[2Jhello\nworld$/);
  });

  it('shows bytes that are no text in base64, and says what was cut', async () => {
    const result = await show(
      aQuarantined('one', { body: Buffer.from([0xff, 0x00]), bodyBytes: 400_000 }),
      true,
    );
    expect(result).toMatchObject({ body: '/wA=', body_encoding: 'base64', body_cut: true });
    expect(quarantineShowText(result)).toMatch(/in base64, of which only the beginning was kept:\n\n\/wA=$/);
  });

  it('does not find what is not there', async () => {
    await expect(show(aQuarantined('other'))).rejects.toMatchObject({
      code: 'quarantined_request_not_found',
    });
  });
});

describe('quarantine release', () => {
  const releasing = (items: readonly Quarantined[], answers: Record<string, ReleaseAnswer | Error> = {}) => {
    const asked: string[] = [];
    const requestSchema = z.object({ receivedAt: z.string(), id: z.string() });
    const { client } = fakeLambda(({ Payload }) => {
      const { receivedAt, id } = requestSchema.parse(JSON.parse(String(Payload)));
      asked.push(`${receivedAt} ${id}`);
      const answer = answers[id] ?? { released: true, result: 'accepted' };
      if (!(answer instanceof Error)) return invoked(answer);
      if (answer.name === FUNCTION_FAILED) return invoked({ errorMessage: answer.message }, 'Unhandled');
      throw answer;
    });
    const { session, lines } = sessionWith(items, client);
    const release = (input: { id?: string[]; all?: boolean; code?: string }) =>
      quarantineRelease.run(session, { id: [], all: false, ...input });
    return { release, asked, lines };
  };
  const three = [
    aQuarantined('three', { receivedAt: '2026-03-01T03:00:00.000Z' }),
    aQuarantined('two', { receivedAt: '2026-03-01T02:00:00.000Z', code: 'no_secret' }),
    aQuarantined('one', { receivedAt: '2026-03-01T01:00:00.000Z' }),
  ];

  it('releases all, in the order in which they came', async () => {
    const { release, asked, lines } = releasing(three);
    const result = await release({ all: true });
    expect(asked.map((line) => line.split(' ')[1])).toEqual(['one', 'two', 'three']);
    expect(result).toMatchObject({ released: 3, not_released: 0 });
    expect(quarantineReleaseText(result)).toBe('Released 3 requests.');
    expect(lines).toEqual([
      'Looking through the quarantine',
      '3 requests found',
      'Releasing',
      '1 of 3',
      '2 of 3',
      '3 of 3',
      'Done',
    ]);
  });

  it('releases those of one code', async () => {
    const { release, asked } = releasing(three);
    await release({ all: true, code: 'no_secret' });
    expect(asked).toEqual(['2026-03-01T02:00:00.000Z two']);
  });

  it('releases those that are named, and tells which are not there', async () => {
    const { release, asked } = releasing(three);
    const result = await release({ id: ['nobody', 'three', 'one'] });
    expect(asked.map((line) => line.split(' ')[1])).toEqual(['one', 'three']);
    expect(result).toMatchObject({ released: 2, not_released: 1 });
    expect(quarantineReleaseText(result)).toMatch(/nobody +not_found: it is not in quarantine/);
  });

  it('tells why one stays', async () => {
    const { release } = releasing(three, { two: { released: false, reason: 'signature_mismatch' } });
    const result = await release({ all: true });
    expect(result).toMatchObject({ released: 2, not_released: 1 });
    const text = quarantineReleaseText(result);
    expect(text).toMatch(/two +signature_mismatch: the secret or the public URL is wrong/);
  });

  it('goes on after one that cannot be processed', async () => {
    const failure = Object.assign(new Error('no From'), { name: FUNCTION_FAILED });
    const { release, asked } = releasing(three, { one: failure });
    const result = await release({ all: true });
    expect(asked).toHaveLength(3);
    expect(result.results[0]).toMatchObject({ id: 'one', released: false, reason: FUNCTION_FAILED });
    expect(quarantineReleaseText(result)).toContain('failed: no From');
  });

  it('ends when nothing can be called, and tells how far it came', async () => {
    const { release, asked } = releasing(three, { two: new Error('connect ECONNREFUSED') });
    await expect(release({ all: true })).rejects.toThrow('After 1 of 3: connect ECONNREFUSED');
    expect(asked).toHaveLength(2);
  });

  it('says when a report matched no message', async () => {
    const { release } = releasing(three, { one: { released: true, result: 'no_match' } });
    expect(quarantineReleaseText(await release({ all: true }))).toContain(
      '1 of them matched no message of ours',
    );
  });

  it('has nothing to do where there is nothing', async () => {
    expect(quarantineReleaseText(await releasing([]).release({ all: true }))).toBe(
      'No request is in quarantine.',
    );
  });

  it('takes ids once', () => {
    expect(parseSelection({ ids: ['a', 'b', 'a'], all: false })).toEqual({ ids: ['a', 'b'] });
  });
});

describe('quarantine verify', () => {
  const verifying = (answer: object) => {
    const { client, sent } = fakeLambda(() => invoked(answer));
    const { session } = sessionWith([aQuarantined('one')], client);
    return { sent, verify: (id = 'one') => quarantineVerify.run(session, { id }) };
  };

  it('asks only whether it is genuine by now', async () => {
    const { sent, verify } = verifying({ verified: true });
    const answer = await verify();
    expect(JSON.parse(String(sent()[0]?.input.Payload))).toMatchObject({ action: 'verify', id: 'one' });
    expect(quarantineVerify.text(answer, presentation)).toContain('`quarantine release one`');
    expect(quarantineVerify.exitCode?.(answer, { id: 'one' })).toBe(0);
  });

  it('says why it is still refused', async () => {
    const answer = await verifying({ verified: false, reason: 'no_secret' }).verify();
    expect(quarantineVerify.text(answer, presentation)).toMatch(/still refused for no_secret: no secret is/);
    expect(quarantineVerify.exitCode?.(answer, { id: 'one' })).toBe(1);
  });

  it('does not find what is not there', async () => {
    await expect(verifying({ verified: true }).verify('other')).rejects.toMatchObject({
      code: 'quarantined_request_not_found',
    });
  });
});
