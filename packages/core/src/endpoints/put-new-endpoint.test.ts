import { describe, expect, it } from '@jest/globals';
import { anEndpoint, aSecret, createTestTables, NOW } from '../../testing/index.ts';
import { listAllEndpoints } from './list-all-endpoints.ts';
import { putNewEndpoint } from './put-new-endpoint.ts';
import { UNFINISHED } from './unfinished.ts';
import { finishEndpoint, replaceUnfinishedEndpoint } from './unfinished-endpoint.ts';

const withSecretOf = (byte: number) =>
  anEndpoint({ secrets: [{ secret: aSecret(byte), createdAt: '2026-01-01T00:00:00.000Z' }] });
const [own, other] = [withSecretOf(1), withSecretOf(2)];
const unfinished = { status: 'DISABLED', statusReason: UNFINISHED } as const;

function setup() {
  const tables = createTestTables();
  return { endpoints: tables.endpoints, context: { ...tables, clock: () => NOW } };
}

describe('a new endpoint', () => {
  it('is put where there is none, and again when the SDK repeats the write', async () => {
    const { context } = setup();
    expect(await putNewEndpoint(context, own)).toBe(true);
    expect(await putNewEndpoint(context, own)).toBe(true);
  });

  it('never takes the place of another', async () => {
    const { endpoints, context } = setup();
    await putNewEndpoint(context, own);
    expect(await putNewEndpoint(context, other)).toBe(false);
    expect(endpoints.items()).toEqual([own]);
  });

  it('does not take another failure for a condition', async () => {
    const { endpoints, context } = setup();
    endpoints.hooks.before = () => {
      throw new Error('throttled');
    };
    await expect(putNewEndpoint(context, own)).rejects.toThrow('throttled');
  });
});

describe('an unfinished endpoint', () => {
  it('is replaced while it is the one that was seen', async () => {
    const { endpoints, context } = setup();
    endpoints.store({ ...own, ...unfinished });
    expect(await replaceUnfinishedEndpoint(context, own, other)).toBe(true);
    expect(await replaceUnfinishedEndpoint(context, own, own)).toBe(false);
    expect(endpoints.items()).toEqual([other]);
  });

  it('is not replaced once it is finished', async () => {
    const { endpoints, context } = setup();
    endpoints.store(own);
    expect(await replaceUnfinishedEndpoint(context, own, other)).toBe(false);
  });

  it('is finished by whoever wrote it, and by nobody else', async () => {
    const { endpoints, context } = setup();
    endpoints.store({ ...own, ...unfinished });
    expect(await finishEndpoint(context, other)).toBe(false);
    expect(await finishEndpoint(context, own)).toBe(true);
    const [finished] = endpoints.items();
    expect(finished).toMatchObject({ status: 'ENABLED', updatedAt: new Date(NOW).toISOString() });
    expect(finished).not.toHaveProperty('statusReason');
  });
});

describe('the list of all endpoints', () => {
  it('asks for no secret', async () => {
    const { endpoints, context } = setup();
    endpoints.store(own);
    expect(await listAllEndpoints(context)).toMatchObject([{ endpointId: own.endpointId }]);
    expect(endpoints.inputs('scan')).toEqual([
      expect.objectContaining({ ProjectionExpression: expect.not.stringContaining('secrets') }),
    ]);
  });
});
