import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { SECRET_REFETCH_MS } from '@switchyard/core/secret-cache';
import { NOW } from '@switchyard/core/testing';
import { createTestReceiver, OPERATOR_TOKEN } from '../testing/create-test-receiver.ts';

const OPERATIONS = ['enable', 'disable', 'status'] as const;

const problem = (status: number, code: string) =>
  expect.objectContaining({ status, json: expect.objectContaining({ status, code }) });
const refused = problem(401, 'operator_token_required');

describe.each(OPERATIONS)('/%s', (operation) => {
  it('is refused without a token', async () => {
    expect(await createTestReceiver().operate(operation)).toEqual(refused);
  });

  it('is refused with a wrong token', async () => {
    expect(await createTestReceiver().operate(operation, 'wrong')).toEqual(refused);
  });

  it('is refused with the token under another scheme', async () => {
    const receiver = createTestReceiver();
    const answer = await receiver.send({
      method: operation === 'status' ? 'GET' : 'POST',
      path: `/${operation}`,
      headers: { authorization: `Basic ${OPERATOR_TOKEN}` },
    });

    expect(answer).toEqual(refused);
  });

  it('is answered 503 when the store does not answer', async () => {
    const receiver = createTestReceiver();
    receiver.table.hooks.before = () => {
      throw new Error('connect ECONNREFUSED');
    };

    expect(await receiver.operate(operation, OPERATOR_TOKEN)).toEqual(problem(503, 'unavailable'));
  });

  it('is answered 503 when the token cannot be read to compare with', async () => {
    const receiver = createTestReceiver({
      fetchOperatorToken: async () => {
        throw new Error('AccessDeniedException');
      },
    });

    expect(await receiver.operate(operation, OPERATOR_TOKEN)).toEqual(problem(503, 'unavailable'));
  });
});

describe('the operator token', () => {
  it('is accepted after a rotation, once it is read again', async () => {
    let token = OPERATOR_TOKEN;
    const receiver = createTestReceiver({ fetchOperatorToken: async () => token });
    await receiver.operate('status', OPERATOR_TOKEN);
    token = 'operator-token-2';
    receiver.advance(SECRET_REFETCH_MS);

    expect(await receiver.operate('status', 'operator-token-2')).toMatchObject({ status: 200 });
  });

  it('is not read again for each wrong one', async () => {
    let reads = 0;
    const receiver = createTestReceiver({
      fetchOperatorToken: async () => {
        reads += 1;
        return OPERATOR_TOKEN;
      },
    });
    for (let attempt = 0; attempt < 5; attempt += 1) await receiver.operate('status', 'wrong');

    expect(reads).toBe(1);
  });

  it('is never logged', async () => {
    const receiver = createTestReceiver();
    await receiver.operate('enable', OPERATOR_TOKEN);
    await receiver.operate('enable', 'wrong-token');

    expect(receiver.logs()).toContain('"route":"/enable"');
    expect(receiver.logs()).not.toContain(OPERATOR_TOKEN);
    expect(receiver.logs()).not.toContain('wrong-token');
  });
});

describe('the switch', () => {
  it('is on until somebody uses it', async () => {
    const { status, json } = await createTestReceiver().operate('status', OPERATOR_TOKEN);

    expect({ status, json }).toEqual({ status: 200, json: { enabled: true, changed_at: null } });
  });

  it('answers every delivery 503 while it is off', async () => {
    const receiver = createTestReceiver();
    await receiver.operate('disable', OPERATOR_TOKEN);

    expect(await receiver.deliver()).toEqual(problem(503, 'receiver_disabled'));
  });

  it('lets deliveries in again', async () => {
    const receiver = createTestReceiver();
    await receiver.operate('disable', OPERATOR_TOKEN);
    await receiver.operate('enable', OPERATOR_TOKEN);

    expect(await receiver.deliver()).toMatchObject({ status: 200, json: { replayed: false } });
  });

  it('says since when it stands as it does', async () => {
    const receiver = createTestReceiver();
    await receiver.operate('disable', OPERATOR_TOKEN);
    receiver.advance(5000);

    const { json } = await receiver.operate('status', OPERATOR_TOKEN);

    expect(json).toEqual({ enabled: false, changed_at: toIso(NOW) });
  });

  it('is not moved by who has no token', async () => {
    const receiver = createTestReceiver();
    await receiver.operate('disable');

    expect(await receiver.deliver()).toMatchObject({ status: 200 });
  });
});

describe('/health', () => {
  it('tells anybody that it is up', async () => {
    const { status, json } = await createTestReceiver().send({ method: 'GET', path: '/health' });

    expect({ status, json }).toEqual({ status: 200, json: { status: 'healthy', service: 'receiver' } });
  });
});
