import * as z from 'zod';
import { SessionError } from '../errors.ts';

const PORT_ALLOWED = 'must be a whole number from 0 to 65535; 0 takes any free port';

/** What is empty counts as not set, as in `.env`. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const port = (fallback: number) =>
  optional(
    z
      .string()
      .regex(/^\d{1,5}$/, PORT_ALLOWED)
      .transform(Number)
      .refine((value) => value <= 65_535, PORT_ALLOWED),
  ).transform((value) => value ?? fallback);

const endpoint = optional(
  z.url({
    protocol: /^https?$/,
    error: 'must be an http or https URL such as http://127.0.0.1:8000, or empty for the embedded one',
  }),
);

const sessionSettingsSchema = z
  .object({
    PORT: port(3000).describe('Port of the hooks API; 0 for any free one.'),
    RECEIVER_PORT: port(3001).describe('Port of the built-in receiver; 0 for any free one.'),
    AWS_ENDPOINT_URL_DYNAMODB: endpoint.describe('A DynamoDB to use instead of the embedded one.'),
    AWS_ENDPOINT_URL_SQS: endpoint.describe('An SQS to use instead of the embedded one.'),
  })
  .refine(({ PORT, RECEIVER_PORT }) => PORT === 0 || PORT !== RECEIVER_PORT, {
    path: ['RECEIVER_PORT'],
    message: 'must differ from PORT',
  });
export type SessionSettings = z.infer<typeof sessionSettingsSchema>;

/** @throws SessionError that names each variable, its value and what is allowed */
export function parseSessionSettings(
  environment: Readonly<Record<string, string | undefined>>,
): SessionSettings {
  const result = sessionSettingsSchema.safeParse(environment);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `  ${name}=${JSON.stringify(environment[name] ?? '')}: ${message}`;
  });
  throw new SessionError('SETTINGS', `The settings are not usable:\n${lines.join('\n')}`);
}
