// The signatures, and what HTTP needs to be right: also what one hop says to the next.
const RESERVED =
  /^(content-|host$|connection$|transfer-encoding$|te$|upgrade$|expect$|keep-alive$|trailer$|proxy-|webhook-|stripe-signature$|user-agent$)/i;

/** Whether an endpoint's own headers may not have this name, because deliveries have or may not have one. */
export const isReservedHeader = (name: string): boolean => RESERVED.test(name);
