import { describe, expect, it } from '@jest/globals';
import { auditPermissions, type PermissionException } from './audit-permissions.ts';

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/Events';
const get = { functionName: 'app-Api1A2B', action: 'dynamodb:GetItem', resource: TABLE };
const query = { ...get, action: 'dynamodb:Query', resource: `${TABLE}/index/*` };
const calls = [
  { ...get, count: 2 },
  { ...query, resource: `${TABLE}/index/list`, count: 1 },
];
const exception = (changes: Partial<PermissionException> = {}): PermissionException => ({
  functionName: '*-Api*',
  action: 'dynamodb:DeleteItem',
  resource: '*table/Events',
  reason: 'needed once a year',
  ...changes,
});

describe('a permission', () => {
  it('that calls use, by its very name or by a pattern, is in order', () => {
    expect(auditPermissions({ granted: [get, query], calls }, [])).toMatchObject({ unused: [], stale: [] });
  });

  it.each([
    ['that is added to a role and that nothing uses', { ...get, action: 'dynamodb:DeleteItem' }],
    ['on a resource that nothing touches', { ...get, resource: `${TABLE}2` }],
    ['on the table, of which only an index is queried', { ...query, resource: TABLE }],
    ['that only another function uses', { ...get, functionName: 'app-Worker' }],
  ])('%s is unused', (_name, added) => {
    expect(auditPermissions({ granted: [get, query, added], calls }, []).unused).toEqual([added]);
  });

  it.each(['logs:PutLogEvents', 'xray:PutTraceSegments', 'kms:Decrypt'])(
    '%s is used where nobody here can see it',
    (action) => {
      const unseen = { ...get, action, resource: '*' };
      const verdict = auditPermissions({ granted: [unseen], calls }, []);
      expect(verdict).toMatchObject({ unused: [], unobservable: [unseen] });
    },
  );
});

describe('an exception', () => {
  const idle = { ...get, action: 'dynamodb:DeleteItem' };

  it('excuses what is not used, with its reason', () => {
    expect(auditPermissions({ granted: [idle], calls }, [exception()])).toMatchObject({
      unused: [],
      stale: [],
      excepted: [{ ...idle, reason: 'needed once a year' }],
    });
  });

  it.each([
    ['for what is used after all', { action: 'dynamodb:GetItem' }],
    ['for what is not granted any more', { action: 'dynamodb:Scan' }],
    ['for another function', { functionName: '*-Worker*' }],
    ['for what cannot be seen anyway', { action: 'logs:PutLogEvents' }],
  ])('%s is stale', (_name, changes) => {
    const stale = exception(changes);
    const logs = { ...get, action: 'logs:PutLogEvents' };
    const verdict = auditPermissions({ granted: [get, idle, logs], calls }, [stale]);
    expect(verdict).toMatchObject({ stale: [stale], excepted: [], unused: [idle] });
  });
});
