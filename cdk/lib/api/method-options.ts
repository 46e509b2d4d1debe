import { type MethodDeploymentOptions, MethodLoggingLevel } from 'aws-cdk-lib/aws-apigateway';
import type { Settings } from '../settings/settings.ts';
import { isProduction } from '../settings/stage.ts';

export type Throttle = { readonly rate: number; readonly burst: number };

/** What is other for one method than for the rest of its API. */
export type OwnMethodOptions = {
  readonly method: string;
  readonly path: string;
  /** Absent: the stage's. API Gateway counts each method on its own in any case. */
  readonly throttle?: Throttle;
  /** It has API Gateway's metrics of its own, five that are paid for by the month: where an alarm or a graph reads one. */
  readonly hasOwnMetrics?: boolean;
  /** Its path holds a secret, which API Gateway would write into its execution log. */
  readonly hasSecretPath?: boolean;
};

type Method = Omit<OwnMethodOptions, 'method' | 'path'>;

/** The stage's `methodOptions`: a method with options of its own inherits none of the stage's. */
export const ownMethodOptions = (
  settings: Settings,
  methods: readonly OwnMethodOptions[],
): Record<string, MethodDeploymentOptions> =>
  Object.fromEntries(
    methods.map(({ method, path, ...options }) => [`${path}/${method}`, methodOptions(settings, options)]),
  );

export function methodOptions(settings: Settings, method: Method = {}): MethodDeploymentOptions {
  const { rate, burst } = method.throttle ?? {
    rate: settings.API_THROTTLE_RATE,
    burst: settings.API_THROTTLE_BURST,
  };
  const level = method.hasSecretPath === true ? 'OFF' : executionLogLevel(settings);
  return {
    loggingLevel: MethodLoggingLevel[level],
    // Logs whole requests and answers, which hold people's messages and addresses.
    dataTraceEnabled: level === 'INFO' && !isProduction(settings),
    metricsEnabled: method.hasOwnMetrics ?? false,
    throttlingRateLimit: rate,
    throttlingBurstLimit: burst,
  };
}

/** INFO is some 2.5 KB a request: more than all our functions log. */
const executionLogLevel = ({
  EXECUTION_LOG_LEVEL: level,
  STAGE,
}: Settings): keyof typeof MethodLoggingLevel =>
  level === '' ? (isProduction({ STAGE }) ? 'ERROR' : 'INFO') : level;
