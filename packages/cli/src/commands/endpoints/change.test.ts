import { describe, expect, it } from '@jest/globals';
import { anEndpoint, SECRET } from '@switchyard/core/testing';
import { testSession } from '../../../testing/test-session.ts';
import { endpointsChangeStatus } from './change-status.ts';
import { endpointsDelete } from './delete.ts';
import { endpointsRotateSecret } from './rotate-secret.ts';

const id = { tenantId: 'acme', endpointId: 'default' };

function setUp() {
  const sent: unknown[] = [];
  const send = async ({ input }: { readonly input: object }) => {
    sent.push(input);
    return {};
  };
  const named = {
    functions: {},
    queueUrls: { control: 'https://sqs.example/control' },
    tables: {},
    secrets: {},
  };
  const test = testSession({ endpoints: [anEndpoint()], deployment: { named, sqs: { send } } });
  const act = (action: string) => {
    const command = endpointsChangeStatus.find(({ name }) => name === `endpoints ${action}`);
    if (command === undefined) throw new Error(`There is no ${action}.`);
    return command.run(test.session, id);
  };
  return { ...test, sent, act };
}

describe('an endpoint', () => {
  it('is paused and resumed, and what was held is sent on', async () => {
    const { act, endpoints, sent } = setUp();
    expect(await act('pause')).toMatchObject({ status: 'PAUSED' });
    expect(sent).toEqual([]);
    expect(await act('resume')).toMatchObject({ status: 'ENABLED' });
    expect(sent).toEqual([
      expect.objectContaining({ MessageBody: expect.stringContaining('"kind":"drain"') }),
    ]);
    expect(endpoints()).toEqual([expect.objectContaining({ status: 'ENABLED', drain: expect.any(Object) })]);
  });

  it('that is disabled is not resumed but enabled', async () => {
    const { act } = setUp();
    await act('disable');
    await expect(act('resume')).rejects.toMatchObject({ code: 'endpoint_disabled' });
    expect(await act('enable')).toMatchObject({ status: 'ENABLED' });
  });

  it('gets a new secret, and the old one is revoked without an overlap', async () => {
    const { session, endpoints } = setUp();
    const first = await endpointsRotateSecret.run(session, { ...id, overlapSeconds: 60 });
    expect(endpoints()).toMatchObject([{ secrets: [{ secret: first.webhook_secret }, { secret: SECRET }] }]);
    const second = await endpointsRotateSecret.run(session, { ...id, overlapSeconds: 0 });
    expect(second.earlier_secrets).toEqual([]);
    expect(endpoints()).toMatchObject([{ secrets: [{ secret: second.webhook_secret }] }]);
  });

  it('is deleted once it is agreed to', async () => {
    const { session, endpoints, sent } = setUp();
    const refusing = { ...session, confirm: async () => false };
    await expect(endpointsDelete.run(refusing, { ...id, yes: false })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect([endpoints().length, sent]).toEqual([1, []]);
    await endpointsDelete.run(session, { ...id, yes: true });
    expect(endpoints()).toEqual([]);
    expect(sent).toHaveLength(1);
  });
});
