import { expect, test } from '@jest/globals';
import { createPermissionLedger } from './permission-ledger.ts';
import { parsePolicyDocument } from './statement.ts';

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/Events';
const statements = parsePolicyDocument({
  Statement: [
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:Query'],
      Resource: [TABLE, `${TABLE}/index/*`],
    },
    { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' },
  ],
});

test('reports calls with their count, refusals, and grants that no call needed', () => {
  const ledger = createPermissionLedger([{ functionName: 'api', roleName: 'role', statements }]);
  ledger.record('api', 'dynamodb:GetItem', TABLE, true);
  ledger.record('api', 'dynamodb:GetItem', TABLE, true);
  ledger.record('api', 'dynamodb:Query', `${TABLE}/index/byKind`, true);
  ledger.record('api', 'dynamodb:Scan', TABLE, false);
  ledger.record('other', 'dynamodb:Query', TABLE, true);

  const report = ledger.report();
  expect(report.calls).toContainEqual({
    functionName: 'api',
    action: 'dynamodb:GetItem',
    resource: TABLE,
    count: 2,
  });
  expect(report.denied).toEqual([
    { functionName: 'api', action: 'dynamodb:Scan', resource: TABLE, count: 1 },
  ]);
  // GetItem on an index is granted too, but there is no such call.
  expect(report.unusedPermissions).toEqual([
    { functionName: 'api', action: 'dynamodb:Query', resource: TABLE },
  ]);
  expect(report.unobservable).toEqual([{ functionName: 'api', action: 'logs:PutLogEvents', resource: '*' }]);
});
