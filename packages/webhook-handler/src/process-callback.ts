import type { InboundMessage } from '@switchyard/core/inbound';
import type { CallbackRequest } from './callback-request.ts';
import type { createProviders } from './providers/index.ts';
import type { CallbackResult } from './providers/provider.ts';
import type { StatusReport } from './statuses/status-report.ts';

export type ProcessCallback = (request: CallbackRequest) => Promise<CallbackResult>;

/** What a genuine callback leads to, wherever it comes from: HTTP, the spool, or the quarantine. */
export function createProcessCallback(deps: {
  readonly providers: ReturnType<typeof createProviders>;
  readonly receiveMessage: (message: InboundMessage, requestId: string) => Promise<CallbackResult>;
  readonly receiveStatus: (report: StatusReport, requestId: string) => Promise<CallbackResult>;
}): ProcessCallback {
  const { providers, receiveMessage, receiveStatus } = deps;
  return async (request) => {
    const adapter = providers[request.route];
    return adapter.kind === 'message'
      ? receiveMessage(await adapter.parse(request), request.requestId)
      : receiveStatus(await adapter.parse(request), request.requestId);
  };
}
