import type { HooksAnswer } from '../../src/demo/hooks-client.ts';
import type { ApiOperation } from './api-operations.ts';
import { isIdName, unknownLike } from './found-ids.ts';
import {
  ask,
  bodyOf,
  clientOf,
  type Ids,
  ofFirst,
  ofSecond,
  type Stage,
  shows,
  type Trial,
  tenantOperations,
  withoutIds,
} from './stage.ts';

/** Given by a provider, and so one for all tenants: whoever registers it first has it. */
const GIVEN_BY_A_PROVIDER = 'external_id';

/** Another tenant, who has a key, and tries each operation with what is the first one's. */
export const otherTenantTrials = (operations: readonly ApiOperation[] = tenantOperations): readonly Trial[] =>
  [...operations]
    .sort(creatingLast)
    .flatMap((operation) => [
      ...inPath(operation),
      ...inQuery(operation),
      ...inBody(operation),
      ...inHeaders(operation),
      withOwn(operation),
      ...smuggled(operation),
    ]);

/** What it makes under the name of another's would be found by those after it. */
const creatingLast = (one: ApiOperation, other: ApiOperation): number =>
  Number(isCreating(one)) - Number(isCreating(other));
export const isCreating = ({ method, pathParameters }: ApiOperation): boolean =>
  method === 'PUT' || (method === 'POST' && pathParameters.length === 0);

const hooksOfSecond = (stage: Stage) => clientOf(stage, stage.second.tenant.apiKey);

/** Whether it is there or not: the answer must be the same. */
async function compare(
  stage: Stage,
  theirs: string,
  askWith: (id: string) => Promise<HooksAnswer>,
): Promise<string | undefined> {
  const nobodys = unknownLike(theirs);
  const answer = await askWith(theirs);
  const toUnknown = await askWith(nobodys);
  const [is, ought] = [withoutIds(answer, theirs), withoutIds(toUnknown, nobodys)];
  if (is !== ought) return `It is answered ${is}, and for one that is not there ${ought}`;
  return shows(answer, stage, [theirs]);
}

const inPath = (operation: ApiOperation): Trial[] =>
  operation.pathParameters.map((name) => ({
    of: operation.name,
    name: `another’s ${name} in the path`,
    run: (stage) =>
      compare(stage, ofFirst(stage)(name), (id) => {
        const ids: Ids = (other) => (other === name ? id : ofSecond(stage)(other));
        return ask(hooksOfSecond(stage), operation, ids);
      }),
  }));

const inQuery = (operation: ApiOperation): Trial[] =>
  operation.namingParameters.map((name) => ({
    of: operation.name,
    name: `another’s ${name} in the query`,
    run: (stage) =>
      compare(stage, ofFirst(stage)(name), (id) =>
        ask(hooksOfSecond(stage), operation, ofSecond(stage), { query: { [name]: id } }),
      ),
  }));

function inBody(operation: ApiOperation): Trial[] {
  const untried = operation.deepIds.filter((name) => name !== 'client_id');
  if (untried.length > 0)
    throw new Error(`${operation.name} takes ${untried.join(', ')} deeper in its body, which is not tried.`);
  const fields = operation.bodyFields.filter((field) => isIdName(field) && field !== GIVEN_BY_A_PROVIDER);
  return fields.map((field) => ({
    of: operation.name,
    name: `another’s ${field} in the body`,
    run: (stage) => {
      const name = field.replace(/s$/, '');
      return compare(stage, ofFirst(stage)(name), (id) => {
        const body = { ...bodyOf(operation, stage.second.ids), [field]: field === name ? id : [id] };
        return ask(hooksOfSecond(stage), operation, ofSecond(stage), { body });
      });
    },
  }));
}

/** A key that the first has used for the same thing is as good as any. */
const inHeaders = (operation: ApiOperation): Trial[] =>
  operation.headers
    .filter((name) => name === 'Idempotency-Key')
    .map((name) => ({
      of: operation.name,
      name: `another’s ${name}`,
      run: (stage) =>
        compare(stage, stage.first.idempotencyKey, (key) =>
          ask(hooksOfSecond(stage), operation, ofSecond(stage), {
            body: operation.example && bodyOf(operation, stage.second.ids),
            headers: { [name]: key },
          }),
        ),
    }));

const withOwn = (operation: ApiOperation): Trial => ({
  of: operation.name,
  name: 'with its own ids',
  run: async (stage) => {
    // Reading only: the others are asked so in what follows.
    const isReading = operation.method === 'GET';
    const query = isReading && operation.queryParameters.includes('limit') ? { limit: '100' } : {};
    const ids = isReading ? ofSecond(stage) : (name: string) => unknownLike(ofSecond(stage)(name));
    return shows(await ask(hooksOfSecond(stage), operation, ids, { query }), stage);
  },
});

/** Ways of saying who one is that nothing may listen to. */
const smuggled = (operation: ApiOperation): Trial[] => {
  const theirs = ({ first }: Stage) => first.tenant.tenantId;
  const unknown =
    (stage: Stage): Ids =>
    (name) =>
      unknownLike(ofFirst(stage)(name));
  const idsFor = (stage: Stage): Ids => (operation.method === 'GET' ? ofSecond(stage) : unknown(stage));
  const trial = (name: string, asked: (stage: Stage) => Parameters<typeof ask>[3]): Trial => ({
    of: operation.name,
    name,
    run: async (stage) => {
      const answer = await ask(hooksOfSecond(stage), operation, idsFor(stage), asked(stage));
      return shows(answer, stage, [theirs(stage)]);
    },
  });
  return [
    trial('another’s tenant id in the query', (stage) => ({
      query: { tenant_id: theirs(stage), tenantId: theirs(stage) },
    })),
    trial('another’s tenant id in headers', (stage) => ({
      headers: {
        'x-tenant-id': theirs(stage),
        'tenant-id': theirs(stage),
        'x-amzn-apigateway-authorizer-tenantid': theirs(stage),
        'x-api-key': stage.first.tenant.apiKey,
      },
    })),
    ...(operation.example === undefined
      ? []
      : [
          trial('another’s tenant id in the body', (stage) => ({
            body: { ...operation.example, tenant_id: theirs(stage), tenantId: theirs(stage) },
          })),
        ]),
  ];
};
