import { makeBindings } from '../../src/core/display/makeKeys.ts';
import { createKeys } from '../keys.ts';

/** The keys of the page that makes a case. */
export const makeKeys = createKeys(makeBindings);
