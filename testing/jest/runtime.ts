import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { useGlobals } from './globals.ts';

type Globals = Parameters<typeof useGlobals>[0];
/** As `require` has it: what its types say of `import` is not so. */
type JestRuntime = typeof import('jest-runtime', { with: { 'resolution-mode': 'require' }});

const require = createRequire(import.meta.url);
const jestRuntime: JestRuntime = require('jest-runtime');
const GLOBALS = new URL('./globals.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals' ? { url: GLOBALS, shortCircuit: true } : next(specifier, context),
});

/**
 * One of jest's `runtime`s: Node itself loads the test files, as it loads the programs, and what one of them has loaded
 * is there for the next (ADR 30). Jest's own loads all modules anew for each file: three quarters of the run's time.
 */
export default class NodeRuntime extends jestRuntime.default {
  constructor(...args: ConstructorParameters<JestRuntime['default']>) {
    const { getBuiltinModule } = process;
    super(...args);
    // Jest has it look into a sandbox, of which there is none.
    process.getBuiltinModule = getBuiltinModule;
  }

  override unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  override async unstable_importModule(path: string): Promise<unknown> {
    useGlobals(this.requireModuleOrMock<Globals>(path, '@jest/globals'));
    return import(pathToFileURL(path).href);
  }

  /** The test framework, which holds the tests of one file: so it is new for each. */
  override requireInternalModule<T>(path: string): T {
    delete require.cache[path];
    return require(path);
  }
}
