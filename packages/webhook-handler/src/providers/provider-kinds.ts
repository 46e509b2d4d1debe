import type { InboundMessage } from '@switchyard/core/inbound';
import type { StatusReport } from '../statuses/status-report.ts';
import type { ProviderAdapter } from './provider.ts';

/** Brings what a person wrote. */
export type MessageProvider = ProviderAdapter<InboundMessage> & { readonly kind: 'message' };
/** Reports on what we sent. */
export type StatusProvider = ProviderAdapter<StatusReport> & { readonly kind: 'status' };
