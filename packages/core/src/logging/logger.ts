import { type DestinationStream, type Logger, type LoggerOptions, pino, stdSerializers } from 'pino';

export type { Logger };

// Whatever is logged under these names is never printed, at the top or one level down. The code does not log
// them on purpose; this is for what an error or a library brings along.
const NEVER_LOGGED = [
  'authorization',
  'authorizationToken',
  'apiKey',
  'api_key',
  'token',
  'secret',
  'secrets',
  'auth',
  'tls',
  'privateKey',
  'private_key',
  'password',
  'signature',
  'payload',
  'body',
  'rawBody',
  'responseBody',
  'headers',
  'from',
  'to',
  'email',
  'phone',
];

/** By its name: that of a library's class is shortened in a bundle. */
const describeError = (error: Error): unknown =>
  error instanceof Error ? { ...stdSerializers.err(error), type: error.name } : error;

/** Options of the one kind of logger: JSON lines on standard output, level as a word, redacted. */
export function loggerOptions(service: string, level: string): LoggerOptions {
  return {
    level,
    base: { service },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: describeError },
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: NEVER_LOGGED.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  };
}

/**
 * A logger that writes to `process.stdout` as a stream, not to its file descriptor: that is where both Lambda and
 * the local stack's threads listen.
 */
export function createLogger(
  service: string,
  level: string,
  destination: DestinationStream = process.stdout,
): Logger {
  return pino(loggerOptions(service, level), destination);
}
