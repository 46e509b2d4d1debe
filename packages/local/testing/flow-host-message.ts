/** What the flow tests' stack says to the test run that started it. */
export type FlowHostMessage =
  | {
      readonly kind: 'ready';
      /** Holds `.switchyard/local.json`. */
      readonly directory: string;
      /** Answers as `serveControl` says. */
      readonly controlUrl: string;
    }
  | { readonly kind: 'failed'; readonly message: string };

/** The environment variable by which a test file finds the address to ask for the stack. */
export const FLOW_STACK_URL = 'SWITCHYARD_FLOW_STACK_URL';
