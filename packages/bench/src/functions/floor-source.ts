import type { AskedCall } from './canned-aws.ts';

/** Of the endpoint that a delivery goes to, in the way of a function that makes one. */
export type Outgoing = { readonly url: string; readonly body: string };

const SERVICES = [
  { client: 'DynamoDBClient', from: '@aws-sdk/client-dynamodb', isOf: /Items?$|^Query$/ },
  { client: 'SQSClient', from: '@aws-sdk/client-sqs', isOf: /Message|Queue/ },
] as const;

/**
 * The least that a function can be: the same calls one after another, made with the SDK as its documentation shows it,
 * and the same request to the endpoint. Nothing is checked, signed, logged or counted.
 */
export function floorSource(calls: readonly AskedCall[], outgoing: Outgoing | undefined): string {
  const used = SERVICES.filter(({ isOf }) => calls.some(({ operation }) => isOf.test(operation)));
  const operations = (isOf: RegExp) =>
    [...new Set(calls.map(({ operation }) => operation))].filter((operation) => isOf.test(operation));
  return [
    ...used.map(
      ({ client, from, isOf }) =>
        `import { ${[client, ...operations(isOf).map((operation) => `${operation}Command`)].join(', ')} } from '${from}';`,
    ),
    "import { Agent, request } from 'node:http';",
    ...used.map(({ client }) => `const its${client} = new ${client}({});`),
    'const agent = new Agent({ keepAlive: true });',
    `const post = (url, body) => new Promise((resolve, reject) => {
  const sent = request(url, { method: 'POST', agent, headers: { 'content-length': Buffer.byteLength(body) } }, (answer) => {
    answer.on('data', () => undefined).on('end', resolve);
  });
  sent.on('error', reject).end(body);
});`,
    // As it came: bytes are base64 on the wire.
    `const fromWire = (value) => Array.isArray(value) ? value.map(fromWire) : value === null || typeof value !== 'object' ? value
  : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === 'B' && typeof each === 'string' ? Buffer.from(each, 'base64') : fromWire(each)]));`,
    ...calls.map(({ request }, number) => `const request${number} = fromWire(${JSON.stringify(request)});`),
    'export const handler = async () => {',
    ...calls.map(({ operation }, number) => {
      const client = used.find(({ isOf }) => isOf.test(operation))?.client;
      return `  await its${client}.send(new ${operation}Command(request${number}));`;
    }),
    ...(outgoing === undefined
      ? []
      : [`  await post(${JSON.stringify(outgoing.url)}, ${JSON.stringify(outgoing.body)});`]),
    "  return { statusCode: 200, body: '{}' };",
    '};',
    '',
  ].join('\n');
}
