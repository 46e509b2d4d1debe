import type {
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type { Documents } from './documents.ts';

/** Every page of a query, read as it is asked for. */
export const queryPages = (
  documents: Documents,
  input: QueryCommandInput,
): AsyncGenerator<QueryCommandOutput, void> =>
  pages((startKey) => documents.query({ ...input, ExclusiveStartKey: startKey }), input.ExclusiveStartKey);

/** Every page of a scan, read as it is asked for. */
export const scanPages = (
  documents: Documents,
  input: ScanCommandInput,
): AsyncGenerator<ScanCommandOutput, void> =>
  pages((startKey) => documents.scan({ ...input, ExclusiveStartKey: startKey }), input.ExclusiveStartKey);

type Key = QueryCommandInput['ExclusiveStartKey'];

async function* pages<Page extends { LastEvaluatedKey?: Key }>(
  read: (startKey: Key) => Promise<Page>,
  from: Key,
): AsyncGenerator<Page, void> {
  let startKey = from;
  do {
    const page = await read(startKey);
    yield page;
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined);
}
