import { readEndpoint } from '@switchyard/core/endpoints';
import { NotFoundError } from '@switchyard/core/errors';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { endpointText, readEndpointAnswers } from './endpoint-text.ts';
import { healthText } from './health-text.ts';

export const endpointsShow = defineCommand({
  name: 'endpoints show',
  summary: 'all of one: its settings, how it does, and its etag; without secrets',
  input: z.object({ tenantId: tenantIdSchema, endpointId: endpointIdSchema }),
  arguments: ['tenantId', 'endpointId'],
  options: {},
  examples: ['endpoints show acme default'],
  async run({ open }, { tenantId, endpointId }) {
    const deployment = await open();
    const endpoint = await readEndpoint(deployment, tenantId, endpointId);
    const [answer] =
      endpoint === undefined ? [] : await readEndpointAnswers(deployment, tenantId, [endpoint]);
    if (answer === undefined) throw new NotFoundError('endpoint', endpointId);
    return answer;
  },
  text: (endpoint) => `${endpointText(endpoint)}\n\n${healthText([endpoint])}`,
});
