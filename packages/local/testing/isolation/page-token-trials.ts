import { isObject } from '@switchyard/aws-local/json';
import { encodeNextToken } from '../../../ingest-api/src/next-token.ts';
import type { HooksClient } from '../../src/demo/hooks-client.ts';
import type { ApiOperation } from './api-operations.ts';
import {
  ask,
  clientOf,
  type Ids,
  ofFirst,
  ofSecond,
  type Stage,
  shows,
  type Trial,
  tenantOperations,
} from './stage.ts';

type WrongToken = {
  readonly name: string;
  readonly make: (stage: Stage, tokens: Tokens) => string | undefined | Promise<string | undefined>;
};
type Tokens = { readonly theirs: string | undefined; readonly own: string | undefined };

/** As whoever knows how tokens are made would forge one. It may be taken, and shows nothing of the other. */
const POSITION_OF_ANOTHER = 'another’s position in a token of its own';

const WRONG: readonly WrongToken[] = [
  { name: 'another’s page token', make: (_, { theirs }) => theirs },
  { name: 'another’s page token, changed', make: (_, { theirs }) => theirs && `${theirs}x` },
  { name: 'its own page token, changed', make: (_, { own }) => own && flip(own) },
  { name: 'a page token that is none', make: () => 'x' },
  {
    name: 'a forged page token',
    make: ({ first }) => base64({ tenantId: first.tenant.tenantId, pk: `TENANT#${first.tenant.tenantId}` }),
  },
  {
    name: 'its own page token with the other tenant in it',
    make: ({ first, second }, { own }) =>
      own && rewritten(own, second.tenant.tenantId, first.tenant.tenantId),
  },
  {
    name: POSITION_OF_ANOTHER,
    make: ({ second }, { theirs }) => theirs && reissued(theirs, second.tenant.tenantId),
  },
];

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const flip = (token: string): string =>
  `${token.slice(0, 4)}${token[4] === 'A' ? 'B' : 'A'}${token.slice(5)}`;
function reissued(token: string, tenantId: string): string | undefined {
  const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
  const [position, filter] = Array.isArray(parsed) ? parsed : [];
  if (typeof position !== 'string') return undefined;
  return encodeNextToken({ tenantId, filter: typeof filter === 'string' ? filter : undefined }, position);
}
/** Undefined where the tenant does not stand in it. */
function rewritten(token: string, from: string, to: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString();
  return text.includes(from) ? Buffer.from(text.replaceAll(from, to)).toString('base64url') : undefined;
}

/** Every list, with page tokens that nobody was given for it. */
export const pageTokenTrials = (operations: readonly ApiOperation[] = tenantOperations): readonly Trial[] =>
  operations
    .filter(({ queryParameters }) => queryParameters.includes('next_token'))
    .flatMap((operation) =>
      WRONG.map(({ name, make }) => ({
        of: operation.name,
        name,
        run: async (stage: Stage) => {
          const { first, second } = stage;
          const token = await make(stage, {
            theirs: await tokenOf(first.tenant.hooks, operation, ofFirst(stage)),
            own: await tokenOf(second.tenant.hooks, operation, ofSecond(stage)),
          });
          if (token === undefined) return undefined;
          const query = { limit: '1', next_token: token };
          const answer = await ask(clientOf(stage, second.tenant.apiKey), operation, ofSecond(stage), {
            query,
          });
          const isRefused = answer.status === 400 || name === POSITION_OF_ANOTHER;
          if (!isRefused) return `It is answered ${answer.status}: ${answer.text}`;
          return shows(answer, stage);
        },
      })),
    );

async function tokenOf(hooks: HooksClient, operation: ApiOperation, ids: Ids): Promise<string | undefined> {
  const { body } = await ask(hooks, operation, ids, { query: { limit: '1' } });
  return isObject(body) && typeof body.next_token === 'string' ? body.next_token : undefined;
}
