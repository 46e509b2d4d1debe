import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { neverLogged } from '../../local/testing/canaries.ts';
import { type FlowStack, openFlowStack } from '../../local/testing/flow-stack.ts';
import { hasRuntime, RUNNERS, type Signed, verifyBySnippet } from '../testing/snippet-runners.ts';

const missing = Object.entries(RUNNERS).filter(([, runner]) => !hasRuntime(runner));
if (missing.length > 0)
  process.stderr.write(
    `Snippets not run, because their language is not here: ${missing.map(([name]) => name).join(', ')}.\n`,
  );

describe('the snippets that verify a delivery', () => {
  let flow: FlowStack;
  let delivery: Signed;
  let oldSecret: string;
  let directory: string;

  /** With a body beyond ASCII, and while the secret is rotated: a signature of each. */
  beforeAll(async () => {
    flow = await openFlowStack();
    directory = await mkdtemp(join(tmpdir(), 'switchyard-snippets-'));
    const tenant = await flow.createTenant();
    const { body } = await tenant.hooks.call('POST', '/v1/endpoints/default/rotate-secret', '{}');
    oldSecret = tenant.webhookSecret;
    const secret = String(Object(body).secret);
    neverLogged('webhook secret', secret);
    const eventId = await tenant.post({ type: 'order.paid', name: 'Zoë – 你好', amount: '19.90' });
    await tenant.waitFor(eventId, 'DELIVERED');
    const [received] = tenant.endpoint.deliveries;
    const header = (name: string) => String(received?.headers[name]);
    delivery = {
      id: header('webhook-id'),
      timestamp: header('webhook-timestamp'),
      signature: header('webhook-signature'),
      body: received?.body ?? new Uint8Array(),
      secret,
    };
  });
  afterAll(async () => {
    await flow?.close();
    await rm(directory, { recursive: true });
  });

  it('meet two signatures while a secret is rotated', () => {
    expect(delivery.signature.split(' ').filter((each) => each.startsWith('v1,'))).toHaveLength(2);
  });

  it.each(Object.entries(RUNNERS).filter(([, runner]) => hasRuntime(runner)))(
    'in %s take a delivery of ours with either secret, and no other',
    async (_, runner) => {
      const command = await runner.prepare(await mkdtemp(join(directory, 'snippet-')));
      const tampered = Buffer.from(Buffer.from(delivery.body).toString().replace('19.90', '10.90'));
      const cases: readonly (readonly [string, Signed, boolean])[] = [
        ['new secret', delivery, true],
        ['old secret', { ...delivery, secret: oldSecret }, true],
        ['another secret', { ...delivery, secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` }, false],
        ['another body', { ...delivery, body: tampered }, false],
        ['another id', { ...delivery, id: 'msg_other' }, false],
        ['another time', { ...delivery, timestamp: String(Number(delivery.timestamp) - 1) }, false],
        ['an old one', { ...delivery, timestamp: String(Number(delivery.timestamp) - 3600) }, false],
        ['no signature', { ...delivery, signature: '' }, false],
        ['no time', { ...delivery, timestamp: '' }, false],
      ];
      const results = await Promise.all(
        cases.map(async ([name, signed]) => [name, await verifyBySnippet(command, signed)] as const),
      );
      expect(results.map(([name, { isGenuine }]) => [name, isGenuine])).toEqual(
        cases.map(([name, , isGenuine]) => [name, isGenuine]),
      );
      // Refused by its own words, not because it could not run.
      const refusals = results.filter(([, { isGenuine }]) => !isGenuine).map(([, { said }]) => said);
      expect(refusals.filter((said) => !/no signature is right|too old, or has no time/i.test(said))).toEqual(
        [],
      );
    },
  );
});
