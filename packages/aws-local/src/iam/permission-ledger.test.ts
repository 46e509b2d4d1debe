import { expect, it } from '@jest/globals';
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

it('reports calls with their count, refusals, and what is granted', () => {
  const ledger = createPermissionLedger([{ functionName: 'api', roleName: 'role', statements }]);
  ledger.record('api', 'dynamodb:GetItem', TABLE, true);
  ledger.record('api', 'dynamodb:GetItem', TABLE, true);
  ledger.record('api', 'dynamodb:Query', `${TABLE}/index/byKind`, true);
  ledger.record('api', 'dynamodb:Scan', TABLE, false);
  ledger.recordUnknownCondition('api', 'StringEquals aws:SourceVpc');

  expect(ledger.report()).toEqual({
    calls: [
      { functionName: 'api', action: 'dynamodb:GetItem', resource: TABLE, count: 2 },
      { functionName: 'api', action: 'dynamodb:Query', resource: `${TABLE}/index/byKind`, count: 1 },
    ],
    denied: [{ functionName: 'api', action: 'dynamodb:Scan', resource: TABLE, count: 1 }],
    granted: [
      { functionName: 'api', action: 'dynamodb:GetItem', resource: TABLE },
      { functionName: 'api', action: 'dynamodb:Query', resource: TABLE },
      // GetItem on an index is granted too, but there is no such call.
      { functionName: 'api', action: 'dynamodb:Query', resource: `${TABLE}/index/*` },
      { functionName: 'api', action: 'logs:PutLogEvents', resource: '*' },
    ],
    unknownConditions: ['api: StringEquals aws:SourceVpc'],
  });
});
