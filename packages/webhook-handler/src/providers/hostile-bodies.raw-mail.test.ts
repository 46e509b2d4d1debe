import { testHostileBodies } from '../../testing/test-hostile-bodies.ts';

testHostileBodies((name) => name.startsWith('raw mail: '));
