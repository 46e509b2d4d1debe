import { CALLBACKS, type CallbackRoute, type Provider } from '@switchyard/core/providers';
import type { CallbackRequest } from '../callback-request.ts';
import type { CallbackCode, ProviderCode } from './provider.ts';
import { resend } from './resend/index.ts';
import { sendgrid } from './sendgrid/index.ts';
import { twilio } from './twilio/index.ts';

/** What speaks each provider's protocol. */
const CODE = { twilio, resend, sendgrid } as const satisfies { [P in Provider]: ProviderCode<P> };

const BY_ROUTE: ReadonlyMap<string, CallbackCode> = new Map(
  Object.values(CODE).flatMap(({ callbacks }) => Object.entries<CallbackCode>(callbacks)),
);

export function callbackCode(route: CallbackRoute): CallbackCode {
  const code = BY_ROUTE.get(route);
  // Unreachable: the table has code for every route of every provider, or it does not compile.
  if (code === undefined) throw new TypeError(`The route ${route} has no code.`);
  return code;
}

export const carriesSignature = (request: CallbackRequest): boolean =>
  CODE[CALLBACKS[request.route].provider].carriesSignature(request);

export const keptHeaders = (route: CallbackRoute): readonly string[] =>
  CODE[CALLBACKS[route].provider].keptHeaders;
