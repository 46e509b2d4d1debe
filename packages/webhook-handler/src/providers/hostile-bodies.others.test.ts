import { testHostileBodies } from '../../testing/test-hostile-bodies.ts';

testHostileBodies((name) => !/^(raw mail: |field )/.test(name));
