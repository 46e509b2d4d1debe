/**
 * Kinds of environment variables, for the `config.ts` of a function and for the settings of a deployment, which hand
 * some of them on. `String(value)` of each is a text from which the same value is read.
 */
import * as z from 'zod';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** @param pattern allows the empty text too, where the variable may be left empty */
export const text = (pattern: RegExp, allowed: string) => z.string().regex(pattern, allowed);

export function wholeNumber(min: number, max: number) {
  const allowed = `must be a whole number from ${min} to ${max}`;
  // Not z.coerce: that takes an empty text for 0.
  return z
    .string()
    .regex(/^\d{1,9}$/, allowed)
    .transform(Number)
    .pipe(z.number().min(min, allowed).max(max, allowed));
}

const HTTP_URL = /^https?:\/\/[\w.-]+(:\d{1,5})?(\/[\w.~/-]*[\w.~-])?$/;
const HTTP_URL_ALLOWED = 'must be an http or https URL without credentials, query and trailing slash';

/** A URL that paths are appended to. */
export const httpUrl = text(HTTP_URL, HTTP_URL_ALLOWED);

export const httpUrlOrEmpty = z
  .string()
  .refine((url) => url === '' || HTTP_URL.test(url), `${HTTP_URL_ALLOWED}, or empty`);

/** What every function has. */
export const logLevel = z.enum(LOG_LEVELS).default('info').describe('Least severe level that is logged.');

/** What every function has that counts something. */
export const metricsNamespace = z.string().min(1).describe('CloudWatch namespace of the metrics.');

/** A text that this can read. */
export const readBy = (parse: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  });

export const clientCertificatesPrefix = z
  .string()
  .default('')
  .describe('Begins the names of secrets with client certificates of endpoints; empty: there are none.');

export const allowLoopbackTargets = flag
  .default(false)
  .describe('Deliver to the machine itself: for the local stack only; refused in stage prod.');
