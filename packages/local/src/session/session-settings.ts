import * as z from 'zod';
import { LocalStackError } from '../errors.ts';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const endpoint = z.union([z.literal('').transform(() => undefined), z.url()]).optional();

const sessionSettingsSchema = z.object({
  PORT: port(3000).describe('Port of the hooks API; 0 for any free one.'),
  RECEIVER_PORT: port(3001).describe('Port of the built-in receiver; 0 for any free one.'),
  AWS_ENDPOINT_URL_DYNAMODB: endpoint.describe('A DynamoDB to use instead of the embedded one.'),
  AWS_ENDPOINT_URL_SQS: endpoint.describe('An SQS to use instead of the embedded one.'),
});
export type SessionSettings = z.infer<typeof sessionSettingsSchema>;

/** @throws LocalStackError that names each variable, its value and what is allowed */
export function parseSessionSettings(
  environment: Readonly<Record<string, string | undefined>>,
): SessionSettings {
  const result = sessionSettingsSchema.safeParse(environment);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `  ${name}=${JSON.stringify(environment[name])}: ${message}`;
  });
  throw new LocalStackError('SETTINGS', `The settings are not usable:\n${lines.join('\n')}`);
}
