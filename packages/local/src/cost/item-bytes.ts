import { isObject } from '@switchyard/aws-local/json';

/** Of a list or map, whatever is in it. */
const DOCUMENT_BYTES = 3;
/** Of each element of a list or map, besides its name and value. */
const ELEMENT_BYTES = 1;

/**
 * Bytes that DynamoDB counts for an item in its wire form, `{"name": {"S": "value"}}`: names and values.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 *
 * @throws TypeError when it is no item
 */
export function itemBytes(item: unknown): number {
  if (!isObject(item)) throw new TypeError(`not an item: ${JSON.stringify(item)}`);
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes(value: unknown): number {
  const [entry, ...more] = isObject(value) ? Object.entries(value) : [];
  if (entry === undefined || more.length > 0) throw new TypeError(`not a value: ${JSON.stringify(value)}`);
  const [type, content] = entry;
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content));
    case 'N':
      return numberBytes(String(content));
    case 'B':
      return Buffer.byteLength(String(content), 'base64');
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'L':
      return elements(content).reduce<number>(
        (sum, each) => sum + ELEMENT_BYTES + valueBytes(each),
        DOCUMENT_BYTES,
      );
    case 'M':
      return (
        DOCUMENT_BYTES +
        itemBytes(content) +
        ELEMENT_BYTES * Object.keys(isObject(content) ? content : {}).length
      );
    case 'SS':
    case 'NS':
    case 'BS':
      return elements(content).reduce<number>(
        (sum, each) => sum + valueBytes({ [type.slice(0, 1)]: each }),
        0,
      );
    default:
      throw new TypeError(`not a type of value: ${type}`);
  }
}

function elements(content: unknown): unknown[] {
  if (Array.isArray(content)) return content;
  throw new TypeError(`not a list: ${JSON.stringify(content)}`);
}

/** A byte for two significant digits, and one more; AWS calls it approximate. */
function numberBytes(text: string): number {
  const digits = text
    .replace(/e.*$/i, '')
    .replace(/^-/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1;
}
