import { UsageError } from './errors.ts';
import type { Output } from './output.ts';

/**
 * @param what the command, and what it would ask about
 * @param instead the options that do without asking
 * @throws UsageError: what would be asked cannot be answered
 */
export function requireSomebodyToAsk(
  { canAsk }: Pick<Output, 'canAsk'>,
  what: string,
  instead: string,
): void {
  if (canAsk) return;
  throw new UsageError(`${what}, which needs a terminal and no --json. ${instead}`, 'confirmation_required');
}
