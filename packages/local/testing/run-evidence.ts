import type { LogLine, PermissionReport } from '@switchyard/aws-local';
import * as z from 'zod';
import type { Canary } from './find-canaries.ts';

const permissionSchema = z.object({ functionName: z.string(), action: z.string(), resource: z.string() });
const useSchema = permissionSchema.extend({ count: z.number() });

/** What stands at the end of a test run to be checked; stacks and test files contribute to it. */
export const runEvidenceSchema = z.object({
  /** One of each stack. */
  permissions: z.array(
    z.object({
      granted: z.array(permissionSchema),
      calls: z.array(useSchema),
      denied: z.array(useSchema),
      unknownConditions: z.array(z.string()),
    }),
  ),
  /** All that functions have logged. */
  lines: z.array(z.object({ shortName: z.string(), text: z.string() })),
  /** What must be in none of the lines. */
  canaries: z.array(z.object({ what: z.string(), text: z.string() })),
});

export type RunEvidence = z.infer<typeof runEvidenceSchema>;

/** Adds to the evidence of this run. */
export async function contribute(
  controlUrl: string,
  evidence: {
    readonly permissions?: readonly PermissionReport[];
    readonly lines?: readonly LogLine[];
    readonly canaries?: readonly Canary[];
  },
): Promise<void> {
  const response = await fetch(`${controlUrl}/evidence`, {
    method: 'POST',
    body: JSON.stringify({ permissions: [], lines: [], canaries: [], ...evidence }),
  });
  if (!response.ok) throw new Error(`The evidence was not taken: ${response.status}`);
}
