import * as z from 'zod';

/** Text of certificate, followed by those that issued it, and of its private key, as PEM. */
export const clientIdentitySchema = z.object({ certificate: z.string(), privateKey: z.string() });
export type ClientIdentity = z.infer<typeof clientIdentitySchema>;

/** Secrets, by names below those that are the deployment's own. */
export type ClientKeys = {
  /** Made once under a version; repeating it changes nothing. */
  create(secret: {
    readonly name: string;
    readonly version: string;
    readonly text: string;
    readonly description: string;
  }): Promise<void>;
  /** @returns undefined when it is not there */
  read(name: string): Promise<string | undefined>;
  /** For good; one that is not there is no error. */
  delete(name: string): Promise<void>;
};

export const secretNameOf = (
  { tenantId, endpointId }: { readonly tenantId: string; readonly endpointId: string },
  version: string,
): string => `${tenantId}/${endpointId}/${version}`;

/** Absent: the deployment takes no certificates. */
export type KeepsClientKeys = { readonly clientKeys?: ClientKeys | undefined };
