import { afterAll, beforeAll } from 'vitest';

/**
 * For the tests of a file a registry holds more, before all else. The modules are shared by the files that run in a process, so that
 * a mock of one would hold for some that come after, and not for what was loaded before.
 */
export function withMore<T>(registry: readonly T[], ...more: readonly T[]): void {
  const list = registry as T[];
  beforeAll(() => void list.unshift(...more));
  afterAll(() => void list.splice(0, more.length));
}
