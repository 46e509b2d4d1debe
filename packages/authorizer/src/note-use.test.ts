import { describe, expect, it } from '@jest/globals';
import { KEY_USE_ATTRIBUTES } from '@switchyard/core/tenants/key-use';
import { aKey, createTestTable, DAY_MS, NOW } from '@switchyard/core/testing';
import { noteUse } from './note-use.ts';

const TODAY = '2026-03-04';

function setUp(identity = aKey()) {
  const table = createTestTable({ keyNames: ['apiKeyHash'] });
  table.store(identity);
  const warned: object[] = [];
  const context = {
    documents: table.documents,
    identityTable: 'TenantIdentity',
    clock: () => NOW,
    logger: { warn: (fields: object) => warned.push(fields) },
  };
  return { table, warned, context, note: () => noteUse(context, identity) };
}

describe('the use of a key', () => {
  it.each([undefined, '2026-03-03'])('is noted once a day: before, it says %s', async (lastUsedOn) => {
    const { note, table, context } = setUp(aKey(lastUsedOn === undefined ? {} : { lastUsedOn }));
    await note();
    const noted = table.item(aKey());
    expect(noted).toEqual({ ...aKey(), lastUsedOn: TODAY });
    await noteUse(context, aKey({ lastUsedOn: TODAY }));
    expect(table.writes()).toHaveLength(1);
  });

  it('is noted by an environment whose clock is behind only forwards', async () => {
    const { note, table } = setUp(aKey({ lastUsedOn: '2026-03-05' }));
    await note();
    expect(table.writes()).toEqual([]);
  });

  it('is no error where another environment noted it a moment before', async () => {
    const { note, table, warned } = setUp();
    table.store(aKey({ lastUsedOn: TODAY }));
    await note();
    expect(warned).toEqual([]);
  });

  it('makes no item of a key that is gone', async () => {
    const { note, table, warned } = setUp();
    table.remove(aKey());
    await note();
    expect(table.items()).toEqual([]);
    expect(warned).toEqual([]);
  });

  it('does not undo what is done to the key meanwhile', async () => {
    const { note, table } = setUp();
    table.store(aKey({ status: 'REVOKED' }));
    await note();
    expect(table.item(aKey())).toMatchObject({ status: 'REVOKED' });
  });

  it('that cannot be noted is said in the log, without the key, and refuses nobody', async () => {
    const { note, table, warned } = setUp();
    table.hooks.before = () => {
      throw new Error('connect ECONNREFUSED');
    };
    await note();
    expect(warned).toEqual([{ outcome: 'use_not_noted', keyId: 'key_1', err: expect.any(Error) }]);
  });

  it('is not waited for where the table does not answer', async () => {
    const { context, table, warned } = setUp();
    table.hooks.before = () => new Promise(() => undefined);
    await noteUse(context, aKey(), 0);
    expect(warned).toEqual([]);
  });

  it('names only what the role may write', async () => {
    const { note, table } = setUp(aKey({ lastUsedOn: new Date(NOW - DAY_MS).toISOString().slice(0, 10) }));
    await note();
    const [written = {}] = table.writes();
    const names = JSON.stringify(written).match(/apiKeyHash|lastUsedOn|status|tenantId/g);
    expect(new Set(names)).toEqual(new Set(KEY_USE_ATTRIBUTES));
  });
});
