import * as z from 'zod';

/** What is known of an endpoint's certificate beside its secret, in which it is with its private key. */
export const clientCertificateSchema = z.object({
  /** Names the secret; each certificate has one of its own, which never changes. */
  version: z.uuid(),
  subject: z.string(),
  /** SHA-256 of the certificate, in hex. */
  fingerprint: z.string(),
  expiresAt: z.iso.datetime(),
});
export type ClientCertificate = z.infer<typeof clientCertificateSchema>;

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
