export { createLogger, type Logger, loggerOptions } from './logger.ts';
