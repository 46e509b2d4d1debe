const NAMES = [
  'afterAll',
  'afterEach',
  'beforeAll',
  'beforeEach',
  'describe',
  'expect',
  'it',
  'jest',
] as const;
type Name = (typeof NAMES)[number];

let ofThisFile: Readonly<Record<Name, object>> | undefined;

/** @param globals what `@jest/globals` is for the test file that this process runs from now on */
export function useGlobals(globals: Readonly<Record<Name, object>>): void {
  ofThisFile = globals;
}

/** Jest makes these anew for each test file; whatever imports them may have been loaded for another. */
function global(name: Name): unknown {
  const target = (): object => {
    if (ofThisFile === undefined) throw new Error(`${name} is there while a test file runs.`);
    return ofThisFile[name];
  };
  return new Proxy(() => undefined, {
    apply: (_, self, args) => Reflect.apply(target() as () => unknown, self, args),
    get: (_, key) => Reflect.get(target(), key),
  });
}

export const afterAll = global('afterAll');
export const afterEach = global('afterEach');
export const beforeAll = global('beforeAll');
export const beforeEach = global('beforeEach');
export const describe = global('describe');
export const expect = global('expect');
export const it = global('it');
export const jest = global('jest');
