import { createLogger, type Logger } from '../src/logging/logger.ts';

/** A logger of the one kind, and the lines that it has written. */
export function collectLogs(): { readonly logger: Logger; readonly text: () => string } {
  let written = '';
  const logger = createLogger('test', 'debug', {
    write: (line: string) => {
      written += line;
    },
  });
  return { logger, text: () => written };
}
