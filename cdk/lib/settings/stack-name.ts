/** The name that `cdk deploy` gives the stack. */
export const stackNameOf = ({ PREFIX, STAGE }: { readonly PREFIX: string; readonly STAGE: string }): string =>
  `${PREFIX}-${STAGE}`;
