import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { importAdapters } from './adapters/imports.ts';
import { pathAdapters } from './adapters/paths.ts';
import { retrievalAdapters } from './adapters/retrieval.ts';
import { statisticsAdapters } from './adapters/statistics.ts';
import { valueAdapters } from './adapters/values.ts';
import { expectToHold, isAnsweredOtherwise } from './agreement.ts';
import { conformanceTable } from './conformance.ts';
import { readVectors, vectorsFolder, type Adapter } from './vector.ts';

/**
 * Vectors from other evaluators' own test suites, in the folder that CASEBOOK_VECTORS names. What agrees must agree, what differs must
 * give our documented result, what is invalid must be refused. Peer-specific formulas are counted and left out. The table in the README
 * must be the one that this run gives.
 */
const adapters: Readonly<Record<string, Adapter>> = { ...pathAdapters, ...valueAdapters, ...retrievalAdapters, ...statisticsAdapters, ...importAdapters };

const folder = vectorsFolder();

if (folder === undefined) {
  const why = 'Skipped: CASEBOOK_VECTORS names no folder of vectors';
  test(why, () => {
    if (process.env['CASEBOOK_REQUIRE'] === '1') throw new Error(`${why}, and CASEBOOK_REQUIRE=1 asks for one`);
    console.log(why);
  });
} else {
  const all = readVectors(folder);
  const judged = all.filter((vector) => vector.casebook.status !== 'optional');
  const held = new Set<string>();

  test('the vectors are there, each with an adapter, and each adapter with vectors', () => {
    expect(judged.length).toBeGreaterThan(0);
    expect([...new Set(judged.map((vector) => vector.metric))].filter((metric) => adapters[metric] === undefined)).toEqual([]);
    expect(Object.keys(adapters).filter((metric) => !judged.some((vector) => vector.metric === metric))).toEqual([]);
  });

  describe.each(Object.keys(adapters))('%s', (metric) => {
    test.each(judged.filter((vector) => vector.metric === metric).map((vector) => [`${vector.casebook.status} ${vector.mode ?? ''} ${vector.id}`, vector] as const))('%s', (_, vector) => {
      const adapter = adapters[metric];
      if (!adapter) throw new Error(`No adapter for ${metric}`);
      expectToHold(vector, adapter);
      if (!isAnsweredOtherwise(vector)) held.add(vector.id);
    });
  });

  test('the README shows the table of this run', () => {
    const table = conformanceTable(all, (vector) => held.has(vector.id));
    console.log(table.join('\n'));
    const readme = readFileSync(inProject('README.md'), 'utf8').split('\n');
    const from = readme.indexOf(table[0] ?? '');
    expect(from < 0 ? [] : readme.slice(from, readme.indexOf('', from)), 'Put the table printed above, and the date, into the README, under Conformance').toEqual(table);
  });
}
