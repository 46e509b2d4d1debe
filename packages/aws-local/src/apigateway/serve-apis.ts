import type { PermissionLedger } from '../iam/permission-ledger.ts';
import type { Functions } from '../lambda/create-functions.ts';
import { createMayInvoke } from '../lambda/may-invoke.ts';
import { type LocalStackOptions, toLogLine } from '../local-stack.ts';
import type { Stack } from '../template/load-stack.ts';
import type { ListeningApi } from './listen-apis.ts';
import { readApi } from './read-api.ts';
import { serveApi } from './serve-api.ts';
import type { UsagePlans } from './usage-plans.ts';

export type ServeApisContext = {
  readonly stack: Stack;
  readonly region: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly functions: Functions;
  readonly ledger: PermissionLedger;
  readonly usagePlans: UsagePlans;
  readonly onLog: LocalStackOptions['onLog'];
};

/** @returns what of the APIs is not emulated, in words */
export function serveApis(context: ServeApisContext, apis: readonly ListeningApi[]): string[] {
  const { stack, region, functions, ledger, onLog } = context;
  const mayInvoke = createMayInvoke(stack, 'apigateway.amazonaws.com');
  return apis.flatMap(({ resource, server }) => {
    const model = readApi(stack, resource);
    const functionName = resource.identity.name;
    const shortName = nameInOutputs(context.outputs, server.url)?.toLowerCase() ?? functionName;
    server.handle(
      serveApi(model, {
        region,
        invoke: async (functionArn, payload) => functions.get(functionArn).invoke(payload),
        mayInvoke: (functionArn, sourceArn) => {
          const allowed = mayInvoke(functionArn, sourceArn);
          if (!allowed) ledger.record(`apigateway ${sourceArn}`, 'lambda:InvokeFunction', functionArn, false);
          return allowed;
        },
        onAccess: (text) => onLog?.({ source: 'access-log', ...toLogLine(functionName, shortName, text) }),
        admit: (value) => context.usagePlans.admit(model.apiId, model.stage, value),
        now: Date.now,
      }),
    );
    return model.unsupported;
  });
}

/** `ShopUrl` among the outputs makes `Shop`. */
export const nameInOutputs = (outputs: Readonly<Record<string, string>>, url: string): string | undefined =>
  Object.keys(outputs)
    .find((key) => key.endsWith('Url') && outputs[key] === url)
    ?.replace(/Url$/, '');
