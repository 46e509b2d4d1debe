/**
 * Bytes that DynamoDB counts for these attributes of an item, names and values; numbers by its own approximation.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemBytes = (attributes: object): number =>
  Object.entries(attributes).reduce(
    (sum, [name, value]) => sum + (value === undefined ? 0 : Buffer.byteLength(name) + valueBytes(value)),
    0,
  );

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).replace(/\D|0+$/g, '').length / 2) + 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 1;
  const elements = Array.isArray(value) ? value.map(valueBytes) : [itemBytes(value)];
  return elements.reduce((sum, bytes) => sum + bytes, 3 + Object.keys(value).length);
}
