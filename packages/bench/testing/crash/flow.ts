import type { Found } from '../reconcile/found.ts';
import type { Caller } from '../world/caller.ts';
import type { Fates } from '../world/faults.ts';
import type { World, WorldOptions } from '../world/world.ts';

/** What a flow has to do with. */
export type Stage = { readonly world: World; readonly caller: Caller };

/** One way through Switchyard, from what somebody asks for to the last of what follows. */
export type Flow = {
  readonly name: string;
  readonly options?: WorldOptions;
  /** What is there before; no crash happens here. */
  readonly setUp: (stage: Stage) => Promise<void> | void;
  /** What is asked for. What follows is waited for. */
  readonly run: (stage: Stage) => Promise<void>;
  /** What fails besides the crash. */
  readonly fates?: () => Fates;
  /** What must hold besides what always must. */
  readonly check?: (found: Found) => string[];
};
