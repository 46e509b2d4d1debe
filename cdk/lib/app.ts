import { App, type AppProps } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import type { Settings } from './settings/settings.ts';
import { isProduction } from './settings/stage.ts';
import { SwitchyardStack } from './switchyard-stack.ts';

/**
 * Here and not in cdk.json, which only the CDK CLI reads: the local stack and the tests then have the same template.
 * All that CDK advises a new app to switch on: which these are changes only with the pinned version of aws-cdk-lib,
 * and `pnpm compare` shows what comes of it.
 */
const CONTEXT = CURRENTLY_RECOMMENDED_FLAGS;

type OwnAppProps = Pick<AppProps, 'outdir' | 'context' | 'builtinCloudFormationValidation'>;

/** The CDK app. It asks nobody anything, so it synthesizes without credentials and the same everywhere. */
export function createApp(settings: Settings, props: OwnAppProps = {}): App {
  const app = new App({ ...props, analyticsReporting: false, context: { ...CONTEXT, ...props.context } });
  new SwitchyardStack(app, 'Switchyard', {
    settings,
    stackName: `${settings.PREFIX}-${settings.STAGE}`,
    description: 'Switchyard: webhooks out, provider callbacks in',
    terminationProtection: isProduction(settings),
  });
  return app;
}
