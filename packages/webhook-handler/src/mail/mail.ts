import type { Media } from '@switchyard/core/conversations';

/** A mail, whichever form brought it. */
export type Mail = {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** In the order of the mail, unfolded; names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly attachments: readonly Media[];
};

export const headerOf = ({ headers }: Pick<Mail, 'headers'>, wanted: string): string | undefined =>
  headers.find(([name, value]) => name === wanted && value !== '')?.[1];
