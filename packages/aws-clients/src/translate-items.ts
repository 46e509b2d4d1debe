import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';

type Item = Record<string, AttributeValue>;
export type Plain = Record<string, NativeAttributeValue>;

/**
 * One way to translate items everywhere: an undefined property is an absent attribute. Tenants choose keys of their own,
 * and an object with the key `constructor` passes for an instance of a class.
 */
export const toItem = (plain: Plain | undefined): Item =>
  marshall(plain ?? {}, { removeUndefinedValues: true, convertClassInstanceToMap: true });

export const toPlain = (item: Item): Plain => unmarshall(item);

/** A query's or scan's start, and the values in its expressions. */
export const startAndValues = (start: Plain | undefined, values: Plain | undefined) => ({
  ...(start === undefined ? {} : { ExclusiveStartKey: toItem(start) }),
  ...valuesOf(values),
});

/** Values in an expression; DynamoDB takes no empty set of them. */
export const valuesOf = (values: Plain | undefined) =>
  values === undefined ? {} : { ExpressionAttributeValues: toItem(values) };

export const mapTables = <From, To>(
  tables: Readonly<Record<string, From>> | undefined,
  change: (of: From) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(tables ?? {}).map(([name, of]) => [name, change(of)]));

/** What a write answers, with the item that it was asked for. */
export function withAttributes<
  Output extends { Attributes?: Item | undefined; ItemCollectionMetrics?: unknown },
>({ Attributes, ItemCollectionMetrics: _, ...output }: Output) {
  return { ...output, ...(Attributes === undefined ? {} : { Attributes: toPlain(Attributes) }) };
}

export function withItems<
  Output extends { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined },
>({ Items, LastEvaluatedKey, ...output }: Output) {
  return {
    ...output,
    ...(Items === undefined ? {} : { Items: Items.map(toPlain) }),
    ...(LastEvaluatedKey === undefined ? {} : { LastEvaluatedKey: toPlain(LastEvaluatedKey) }),
  };
}
