import { toIso } from '@switchyard/core/clock';
import { NotFoundError } from '@switchyard/core/errors';
import {
  QUARANTINE_DAYS,
  type QuarantinedWithoutBody,
  quarantineRows,
  readQuarantined,
  readQuarantinedWithoutBody,
} from '@switchyard/core/quarantine';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { explainReason } from '../../explain-reason.ts';
import { formatBytes, formatPairs, formatTime, indent, printable } from '../../format.ts';
import { flag, quarantineId } from '../../input-schemas.ts';
import type { DeploymentContext } from '../../session.ts';
import { quarantineRowView } from './list.ts';

export type QuarantineShowInput = {
  readonly id: string;
  /** Also what the sender wrote, which is personal data. */
  readonly body: boolean;
};

async function showRefused(deployment: DeploymentContext, { id, body }: QuarantineShowInput) {
  const read = body ? readQuarantined : readQuarantinedWithoutBody;
  for await (const row of quarantineRows(deployment, { days: QUARANTINE_DAYS })) {
    if (row.id !== id) continue;
    const item = await read(deployment, { id, receivedAt: row.request.receivedAt });
    if (item !== undefined) return view(item);
  }
  throw new NotFoundError('quarantined request', id);
}

/** Values of headers and query are signatures and credentials; of the path, the last segment may be a secret. */
function view(item: QuarantinedWithoutBody & { readonly body?: Uint8Array }) {
  const { request, body, bodyBytes } = item;
  const withoutSecret = (url: string) =>
    request.pathSegment === undefined ? url : url.replace(/[^/]*$/, '***');
  return {
    ...quarantineRowView(item),
    why: explainReason(item.code) ?? null,
    path: withoutSecret(request.path),
    public_urls: request.publicUrls.map(withoutSecret),
    header_names: Object.keys(request.headers),
    query_names: request.query.map(([name]) => name),
    expires_at: toIso(item.expiresAt * 1_000),
    ...(body === undefined ? {} : { ...bodyView(body), body_cut: body.byteLength < bodyBytes }),
  };
}

function bodyView(bytes: Uint8Array): { body: string; body_encoding: 'utf8' | 'base64' } {
  try {
    return { body: new TextDecoder('utf-8', { fatal: true }).decode(bytes), body_encoding: 'utf8' };
  } catch {
    return { body: Buffer.from(bytes).toString('base64'), body_encoding: 'base64' };
  }
}

export function quarantineShowText(item: Awaited<ReturnType<typeof showRefused>>): string {
  const lines = [
    `Request ${item.id}: refused at step ${item.step} for ${item.code}`,
    '',
    indent(
      formatPairs([
        ['received', formatTime(item.received_at)],
        ['kept until', formatTime(item.expires_at)],
        ['route', item.route],
        ['why', item.why ?? undefined],
        ['path', printable(item.path)],
        ['verified as', item.public_urls.map(printable).join(' or ')],
        ['headers', item.header_names.join(', ') || 'none'],
        ['query', item.query_names.map(printable).join(', ') || 'none'],
        ['body', formatBytes(item.body_bytes)],
      ]),
    ),
    '',
  ];
  if (item.body === undefined) lines.push('Add --body to see what the sender wrote: it holds personal data.');
  else lines.push(`${bodyHeading(item)}\n\n${printable(item.body)}`);
  return lines.join('\n');
}

const bodyHeading = (item: { readonly body_encoding?: string; readonly body_cut?: boolean }): string =>
  `Body${item.body_encoding === 'base64' ? ', which is no UTF-8 text, in base64' : ''}${item.body_cut === true ? ', of which only the beginning was kept' : ''}:`;

export const quarantineShow = defineCommand({
  name: 'quarantine show',
  summary: 'one request, to see why it was refused',
  input: z.object({ id: quarantineId, body: flag }),
  arguments: ['id'],
  options: { body: 'also what the sender wrote, which is personal data' },
  examples: ['quarantine show 5d0c9e0e-8f5c-4a51-9a34-2f6f7f8a1c11'],
  run: async ({ open }, input) => showRefused(await open(), input),
  text: quarantineShowText,
});
