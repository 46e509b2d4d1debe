import { App, type AppProps } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import type { Settings } from './settings/settings.ts';
import { stackNameOf } from './settings/stack-name.ts';
import { isProtected } from './settings/stage.ts';
import { SwitchyardStack } from './switchyard-stack.ts';

/**
 * All feature flags that CDK recommends for a new app. The list changes with the version of aws-cdk-lib: `pnpm compare`
 * shows what an upgrade does. Here and not in cdk.json, which only the CDK CLI reads, so that the local stack and the
 * tests have the same template.
 */
const CONTEXT = CURRENTLY_RECOMMENDED_FLAGS;

type OwnAppProps = Pick<AppProps, 'outdir' | 'context' | 'builtinCloudFormationValidation'>;

/** The CDK app. It looks nothing up, so it synthesizes without credentials and the same everywhere. */
export function createApp(settings: Settings, props: OwnAppProps = {}): App {
  const app = new App({ ...props, analyticsReporting: false, context: { ...CONTEXT, ...props.context } });
  new SwitchyardStack(app, 'Switchyard', {
    settings,
    stackName: stackNameOf(settings),
    description: 'Switchyard: webhooks out, provider callbacks in',
    terminationProtection: isProtected(settings),
  });
  return app;
}
