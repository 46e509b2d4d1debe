// What esbuild puts into a bundle once, for whatever names it: see keep-own-names.ts and left-out.ts.
const { defineProperty } = Object;

export const __name = (target, value) => defineProperty(target, 'name', { value, configurable: true });

/** An error for whoever calls it, constructs it or reads of it. Nothing is an instance of it, and it is no ES module. */
export const __refusing = (module, reason) => {
  const refuse = () => {
    throw new Error(`${module} is left out of the bundles: ${reason}. See cdk/lib/functions/left-out.ts.`);
  };
  const isThere = (target, key) =>
    Object.hasOwn(target, key) || key === '__esModule' || typeof key === 'symbol';
  const get = (target, key) => (isThere(target, key) ? target[key] : refuse());
  return new Proxy(class {}, { get, apply: refuse, construct: refuse });
};
