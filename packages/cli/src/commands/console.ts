import * as z from 'zod';
import { defineCommand } from '../define-command.ts';
import { wholeNumber } from '../input-schemas.ts';

const MAX_PORT = 65_535;

export const console_ = defineCommand({
  name: 'console',
  summary: 'the operator console, in your browser: served here, with your own credentials, until Ctrl-C',
  input: z.object({ port: wholeNumber(0, MAX_PORT) }),
  options: { port: ['<number>', 'on which to listen, on 127.0.0.1 only; 0: any that is free', '0'] },
  examples: ['console', 'console --stack switchyard-prod', 'console --port 9400'],
  notes:
    'Whoever has the address may do what you may: it is for you alone, and works until the command ends.\nNothing is deployed for it. See docs/console.md.',
  async run(session, { port }) {
    // No other command should wait for them.
    const [{ serveConsole }, { buildPages }] = await Promise.all([
      import('../console/serve-console.ts'),
      import('../console/build-pages.ts'),
    ]);
    // What it works on is said now, and not by the first page that is opened.
    const { stack } = await session.open();
    const interrupted = session.untilInterrupted();
    const running = await serveConsole({ session, pages: buildPages, port });
    session.output.print(
      { url: running.url },
      `Console of ${stack ?? 'the local stack'}\n\n  ${running.url}\n\nCtrl-C ends it.`,
    );
    if (!interrupted.aborted)
      await new Promise((resolve) => interrupted.addEventListener('abort', resolve, { once: true }));
    await running.close();
    return { ended: true };
  },
  text: () => 'The console has ended.',
});
