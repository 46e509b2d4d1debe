import type { ConsoleDescription } from '@switchyard/console/console-answers';
import type { Session } from '../session.ts';
import { offeredList } from './offered-commands.ts';

/** What the console works on, and what its pages may run. */
export async function describeConsole({ open }: Pick<Session, 'open'>): Promise<ConsoleDescription> {
  const { kind, stack, hooksUrl, named } = await open();
  return {
    target: { kind, stack: stack ?? null, hooks_url: hooksUrl, ...placeOf(Object.values(named.queueUrls)) },
    commands: offeredList().map(({ command }) => ({
      name: command.name,
      summary: command.summary,
      arguments: command.arguments ?? [],
    })),
  };
}

/** Of AWS, the address of a queue names both. */
function placeOf([queueUrl = '']: readonly string[]) {
  const [, region = null, account = null] =
    /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(\d{12})\//.exec(queueUrl) ?? [];
  return { region, account };
}
