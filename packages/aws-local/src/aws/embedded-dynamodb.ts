import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { JsonObject } from '../json.ts';
import { awsError } from './aws-error.ts';
import type { Backend, BackendAnswer } from './backend.ts';
import { protocolOf } from './identify-call.ts';

/** What dynalite throws and passes when it refuses; anything else is a fault of its own. */
type Refusal = { readonly statusCode?: number; readonly body?: unknown };
type Store = object;

/** What dynalite has for one operation. */
type Operation = {
  readonly action: (
    store: Store,
    input: unknown,
    done: (error: Refusal | null, output?: unknown) => void,
  ) => void;
  readonly validation: { readonly types: object; readonly custom?: unknown };
};

/** Those that dynalite has. */
const OPERATIONS =
  'batchGetItem batchWriteItem createTable deleteItem deleteTable describeTable describeTimeToLive getItem listTables listTagsOfResource putItem query scan tagResource untagResource updateItem updateTable'.split(
    ' ',
  );

/** DynamoDB in this process, in memory: dynalite's own, without the web server that it has around it. */
export async function startEmbeddedDynamodb(): Promise<Backend> {
  const require = createRequire(import.meta.url);
  const { checkTypes, checkValidations } = require('dynalite/validations');
  // What it keeps are small buffers. Cut from Node's pool, each would keep the 8 KiB that it was cut from.
  Buffer.poolSize = 0;
  const store: Store = require('dynalite/db').create({
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
  });
  const operations = new Map(
    OPERATIONS.map((name): [string, Operation] => [
      name,
      { action: require(`dynalite/actions/${name}`), validation: require(`dynalite/validations/${name}`) },
    ]),
  );
  const { contentType } = protocolOf('dynamodb');
  const answer = (status: number, output: unknown): BackendAnswer => ({
    status,
    headers: { 'content-type': contentType, 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(output),
  });

  const run = ({ action, validation }: Operation, input: JsonObject): Promise<unknown> =>
    new Promise((resolve, reject) => {
      // A copy: it deletes what it does not know.
      const checked = checkTypes({ ...input }, validation.types);
      checkValidations(checked, validation.types, validation.custom, store);
      action(store, checked, (error, output) => (error ? reject(error) : resolve(output)));
    });
  return {
    call: async (name, input) => {
      const operation = operations.get(name.charAt(0).toLowerCase() + name.slice(1));
      if (!operation)
        return awsError('dynamodb', 'UnknownOperationException', `The local DynamoDB does not know ${name}.`);
      try {
        return answer(200, await run(operation, input));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return answer(error.statusCode, error.body);
      }
    },
    stop: async () => undefined,
  };
}

const isRefusal = (error: unknown): error is Required<Refusal> =>
  error instanceof Error && 'statusCode' in error && 'body' in error;
