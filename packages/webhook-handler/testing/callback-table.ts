import {
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { createTestTable } from '@switchyard/core/testing';

/** The table in memory with what reading conversations needs besides: newest first, and updates that return the item. */
export function createCallbackTable() {
  const table = createTestTable();
  const { documents, mock } = table;

  mock.on(QueryCommand, { ScanIndexForward: false }).callsFake(async (input: QueryCommandInput) => {
    const { ScanIndexForward: _, Limit = 100, ...rest } = input;
    const { Items = [] } = await documents.send(new QueryCommand(rest));
    const newestFirst = Items.toSorted((a, b) => (String(a.listSk) < String(b.listSk) ? 1 : -1));
    // The index has nothing but keys.
    return {
      Items: newestFirst.slice(0, Limit).map(({ pk, sk, listPk, listSk }) => ({ pk, sk, listPk, listSk })),
    };
  });
  mock.on(UpdateCommand, { ReturnValues: 'ALL_NEW' }).callsFake(async (input: UpdateCommandInput) => {
    const { ReturnValues: _, Key = {}, ...rest } = input;
    await documents.send(new UpdateCommand({ Key, ...rest }));
    return { Attributes: table.item(Key) };
  });
  return table;
}
