import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EndpointServer } from '../src/demo/endpoint-server.ts';
import { createOutboundContext } from '../src/demo/outbound-context.ts';
import { outboundSteps } from '../src/demo/outbound-steps.ts';
import { runSteps } from '../src/demo/run-steps.ts';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';
import { PATIENCE_MS } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

async function contextWith(tenantId: string, endpoint: EndpointServer) {
  const given = { tenantId, endpoint, maxAttempts: 5, retriesMs: PATIENCE_MS };
  const context = await createOutboundContext(flow.local, flow.documents, given);
  return { ...context, invokeDlqProcessor: flow.dlq };
}

describe('the steps of the demo', () => {
  it('holds, from the first delivery to the requeue', async () => {
    const endpoint = await flow.startEndpoint();
    const results = await runSteps(outboundSteps, await contextWith('whole', endpoint));
    expect(results.map(({ name, ok, error }) => [name, ok, error])).toEqual(
      outboundSteps.map(({ name }) => [name, true, undefined]),
    );
  });

  it('ends at the first promise that is broken, and says which', async () => {
    const endpoint = await flow.startEndpoint();
    const deaf = { ...endpoint, answer: () => undefined };
    endpoint.answer(500);
    const results = await runSteps(outboundSteps, await contextWith('broken', deaf));
    expect(results).toMatchObject([
      { name: 'deliver', ok: false, error: expect.stringMatching(/^Event evt_\w+ is DLQ, not DELIVERED$/) },
    ]);
  });
});
