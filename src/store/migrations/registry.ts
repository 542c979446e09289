import type { Migration } from '../migrate.ts';
import { digests } from './digests.ts';
import { removals } from './removals.ts';
import { results } from './results.ts';
import { search } from './search.ts';
import { searchPlaces } from './searchPlaces.ts';
import { searchSegments } from './searchSegments.ts';
import { signals } from './signals.ts';
import { traces } from './traces.ts';
import { undatedLast } from './undatedLast.ts';
import { units } from './units.ts';

/** In the order they are applied. A name is never changed and never taken out: files in the field record it. */
export const indexMigrations: readonly Migration[] = [traces, results, units, undatedLast, removals, digests, signals];
export const searchMigrations: readonly Migration[] = [search, searchSegments, searchPlaces];
