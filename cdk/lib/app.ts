import { App } from 'aws-cdk-lib';
import type { Settings } from './settings.ts';
import { SwitchyardStack } from './switchyard-stack.ts';

/** The CDK app. It asks nobody anything, so it synthesizes without credentials and the same everywhere. */
export function createApp(settings: Settings, outdir?: string): App {
  const app = new App(outdir === undefined ? {} : { outdir });
  new SwitchyardStack(app, 'Switchyard', {
    settings,
    stackName: `${settings.PREFIX}-${settings.STAGE}`,
    description: 'Switchyard: webhooks out, provider callbacks in',
  });
  return app;
}
