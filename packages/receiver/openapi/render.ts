import { renderOpenApi as renderApi } from '@switchyard/api-docs/openapi';
import { toIso, toSeconds } from '@switchyard/core/clock';
import { anEndpoint, apiGatewayEvent, lambdaContext, TENANT_ID } from '@switchyard/core/testing';
import { EXAMPLE_BODY, EXAMPLE_NOW, EXAMPLE_OPERATOR_TOKEN, EXAMPLE_SECRET } from '../src/examples.ts';
import type { ExampleState } from '../src/receiver.ts';
import { setSwitch } from '../src/receiver-switch.ts';
import { rememberSignature } from '../src/remember-signature.ts';
import { routes } from '../src/routes.ts';
import { createTestReceiver } from '../testing/create-test-receiver.ts';

const DESCRIPTION = `
The endpoint that comes with Switchyard: give a tenant the target URL \`…/{tenant_id}/webhook\` and watch its events
arrive, with their signatures verified. It stores none of them.

An operator can switch it off to see retries: every delivery is then answered 503. Errors are problem documents
(RFC 9457, \`application/problem+json\`); branch on \`code\`.
`.trim();

/** The receiver's OpenAPI 3.1 document. For build time: `node scripts/generate.ts` writes it to docs/openapi/. */
export const renderOpenApi = (): Promise<object> =>
  renderApi({
    packageJson: new URL('../package.json', import.meta.url),
    title: 'Switchyard receiver',
    description: DESCRIPTION,
    tags: [
      { name: 'Deliveries', description: 'What Switchyard calls.' },
      { name: 'Operation', description: 'Health, and the switch.' },
    ],
    securitySchemes: {
      operatorToken: {
        type: 'http',
        scheme: 'bearer',
        description: 'The operator’s token, from Secrets Manager. Paste it without the word “Bearer”.',
      },
    },
    app: createTestReceiver().app,
    routes,
    schemeOf: { public: undefined, operator: 'operatorToken' },
    gatewayProblems: ['Throttled', 'IntegrationTimeout'],
    send: async (request, state) => {
      const { handler } = await exampleReceiver(state);
      return handler(apiGatewayEvent(request), lambdaContext());
    },
  });

async function exampleReceiver(state: ExampleState | undefined) {
  const secrets = [{ secret: EXAMPLE_SECRET, createdAt: toIso(EXAMPLE_NOW) }];
  const made = createTestReceiver({
    now: EXAMPLE_NOW,
    endpoints: [anEndpoint({ secrets })],
    fetchOperatorToken: async () => EXAMPLE_OPERATOR_TOKEN,
  });
  switch (state) {
    case undefined:
      break;
    case 'off':
      await setSwitch(made.receiver, false);
      break;
    case 'down':
      made.table.hooks.before = () => {
        throw new Error('The store is down.');
      };
      break;
    case 'replayed':
      await rememberSignature(made.receiver, {
        tenantId: TENANT_ID,
        signedAt: toSeconds(EXAMPLE_NOW),
        payload: Buffer.from(EXAMPLE_BODY),
      });
      break;
    default:
      state satisfies never;
  }
  return made;
}
