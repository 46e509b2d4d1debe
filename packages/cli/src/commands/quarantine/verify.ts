import { NotFoundError } from '@switchyard/core/errors';
import { QUARANTINE_DAYS, quarantineRows } from '@switchyard/core/quarantine';
import * as z from 'zod';
import { reverifyCallback } from '../../callback-spool.ts';
import { defineCommand } from '../../define-command.ts';
import { explainReason } from '../../explain-reason.ts';
import { quarantineId } from '../../input-schemas.ts';

export const quarantineVerify = defineCommand({
  name: 'quarantine verify',
  summary: 'whether it is genuine by the secrets and URL of now; it stays where it is',
  input: z.object({ id: quarantineId }),
  arguments: ['id'],
  options: {},
  examples: ['quarantine verify 5d0c9e0e-8f5c-4a51-9a34-2f6f7f8a1c11'],
  async run({ open }, { id }) {
    const deployment = await open();
    for await (const { id: found, request } of quarantineRows(deployment, { days: QUARANTINE_DAYS })) {
      if (found !== id) continue;
      const answer = await reverifyCallback(deployment, { receivedAt: request.receivedAt, id });
      return { id, verified: answer.verified, reason: answer.verified ? null : answer.reason };
    }
    throw new NotFoundError('quarantined request', id);
  },
  text({ id, verified, reason }) {
    if (verified) return `Request ${id} is genuine. Process it with \`quarantine release ${id}\`.`;
    const why = reason === null ? undefined : explainReason(reason);
    return `Request ${id} is still refused for ${reason}${why === undefined ? '' : `: ${why}`}.`;
  },
  exitCode: ({ verified }) => (verified ? 0 : 1),
});
