import { readEndpoint } from '@switchyard/core/endpoints';
import { NotFoundError } from '@switchyard/core/errors';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { endpointAnswer, endpointText } from './endpoint-text.ts';

export const endpointsShow = defineCommand({
  name: 'endpoints show',
  summary: 'all of one: its settings, how it does, and its etag; without secrets',
  input: z.object({ tenantId: tenantIdSchema, endpointId: endpointIdSchema }),
  arguments: ['tenantId', 'endpointId'],
  options: {},
  examples: ['endpoints show acme default'],
  async run({ open, clock }, { tenantId, endpointId }) {
    const endpoint = await readEndpoint(await open(), tenantId, endpointId);
    if (endpoint === undefined) throw new NotFoundError('endpoint', endpointId);
    return endpointAnswer(endpoint, clock());
  },
  text: endpointText,
});
