import type {
  BatchGetCommandInput,
  BatchGetCommandOutput,
  BatchWriteCommandInput,
  BatchWriteCommandOutput,
  DeleteCommandInput,
  DeleteCommandOutput,
  GetCommandInput,
  GetCommandOutput,
  PutCommandInput,
  PutCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
  UpdateCommandInput,
  UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';

/** What conditions and collections were before expressions; nothing here uses it. */
type Former =
  | 'AttributeUpdates'
  | 'AttributesToGet'
  | 'Expected'
  | 'KeyConditions'
  | 'QueryFilter'
  | 'ScanFilter'
  | 'ItemCollectionMetrics';
type Now<T> = Omit<T, Former>;

/**
 * DynamoDB as the reads and writes of items use it: the operations of the SDK's document client by their names, so
 * that nothing but a composition root loads the SDK. `openDocuments` makes one; the SDK's `DynamoDBDocument` is one too.
 */
export type Documents = {
  get(input: Now<GetCommandInput>): Promise<Now<GetCommandOutput>>;
  put(input: Now<PutCommandInput>): Promise<Now<PutCommandOutput>>;
  update(input: Now<UpdateCommandInput>): Promise<Now<UpdateCommandOutput>>;
  delete(input: Now<DeleteCommandInput>): Promise<Now<DeleteCommandOutput>>;
  query(input: Now<QueryCommandInput>): Promise<Now<QueryCommandOutput>>;
  scan(input: Now<ScanCommandInput>): Promise<Now<ScanCommandOutput>>;
  batchGet(input: Now<BatchGetCommandInput>): Promise<Now<BatchGetCommandOutput>>;
  batchWrite(input: Now<BatchWriteCommandInput>): Promise<Now<BatchWriteCommandOutput>>;
};
