import { isDeepStrictEqual } from 'node:util';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMap, isPair, isScalar, parseAllDocuments, visit } from 'yaml';
import { applyEdits } from '../../../src/core/cases/edit.ts';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';
import { validateCases } from '../../../src/core/cases/validate.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { Fix, Problem } from '../../../src/core/model/problem.ts';
import { readContext, readWants } from './wants.ts';

// Every fixture in other people's styles: commented wherever YAML allows it, in Windows line ends, in wide indents, as flow.
const folder = join(import.meta.dirname, '../../fixtures/cases');
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.case.yaml') && !['syntax.case.yaml', 'structure.case.yaml', 'guessed.case.yaml', 'templates.case.yaml', 'alias.case.yaml', 'disabled.case.yaml'].includes(name)).map((name) => {
  const { text } = readWants(readFileSync(join(folder, name), 'utf8'));
  return { name, text, context: readContext(text) };
});

const comment = /# note \d+/g;

/** Notes before keys and behind values, each with a number of its own; `seed` says which get one. */
function noted(text: string, seed: number, indent: number): string {
  let n = 0;
  return parseAllDocuments(text, { logLevel: 'silent', prettyErrors: false }).map((document) => {
    document.commentBefore = null;
    visit(document, {
      Pair(_, pair, path) {
        const inFlow = path.some((each) => !isPair(each) && 'flow' in each && each.flow === true);
        if (inFlow || !isScalar(pair.key)) return;
        n += 1;
        if ((seed >> n % 30) & 1) pair.key.commentBefore = ` note ${n}`;
        else if (isScalar(pair.value) && pair.value.type !== 'BLOCK_LITERAL' && pair.value.type !== 'BLOCK_FOLDED') pair.value.comment = ` note ${n}`;
      },
    });
    return document.toString({ lineWidth: 0, indent, flowCollectionPadding: indent === 4 });
  }).join('---\n');
}

const problemsOf = (text: string, context: object): readonly Problem[] => validateCases([{ file: 'this.case.yaml', text }], context)[0]?.problems ?? [];
const valuesOf = (text: string): readonly Json[] => parseAllDocuments(text, { logLevel: 'silent' }).map((document) => (isMap(document.contents) ? (document.toJS() as Json) : null));

/** Where two values differ, as paths as short as they can be; a list whose length changes differs as a whole. */
function differences(before: unknown, after: unknown, path = ''): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const maps = [before, after].every((each) => typeof each === 'object' && each !== null && !Array.isArray(each));
  if (maps) {
    const [left, right] = [before as Record<string, unknown>, after as Record<string, unknown>];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => differences(left[key], right[key], `${path}/${key}`));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) return before.flatMap((each: unknown, index) => differences(each, after[index], `${path}/${index}`));
  return [path];
}

const editsOf = (fix: Fix) => ('edits' in fix ? fix.edits : []);
const styles = fc.record({ fixture: fc.constantFrom(...fixtures), seed: fc.nat(), indent: fc.constantFrom(2, 4), windows: fc.boolean() });

test('a fix changes one place, and no comment that does not stand inside what it replaces', { timeout: 120_000 }, () => {
  let fixes = 0;
  fc.assert(fc.property(styles, ({ fixture, seed, indent, windows }) => {
    const plain = noted(fixture.text, seed, indent);
    expect(plain).toMatch(comment);
    const text = windows ? plain.replaceAll('\n', '\r\n') : plain;
    const values = valuesOf(text);
    for (const problem of problemsOf(text, fixture.context)) {
      for (const fix of problem.fixes ?? []) {
        const edits = editsOf(fix);
        if (edits.length === 0) continue;
        fixes += 1;
        const what = `${fixture.name}: ${problem.code} ${fix.title}`;
        const after = applyEdits(text, edits);
        const changed = differences(values, valuesOf(after));
        expect(changed.length, `${what} changes nothing`).toBeGreaterThan(0);
        // A key that gets another name leaves one place of its map and comes to another; only one that moves leaves the map.
        if (!fix.title.startsWith('Move')) expect(new Set(changed.length > 1 ? changed.map((path) => path.slice(0, path.lastIndexOf('/'))) : changed).size, `${what} changes ${changed.join(', ')}`).toBe(1);
        const inside = edits.flatMap(({ range }): readonly string[] => text.slice(range.start, range.end).match(comment) ?? []);
        const left = new Set<string>(after.match(comment));
        const lost = [...new Set<string>(text.match(comment))].filter((each) => !left.has(each));
        expect(lost.filter((each) => !inside.includes(each)), what).toEqual([]);
        // Who changes a single value takes nothing else along.
        if (/^(?:Change|Set|Add|Put|Replace|Accept|Ignore)/.test(fix.title) && !/whole|list/.test(fix.title)) expect(lost, what).toEqual([]);
        expect(parseCaseFile(after).problems.filter((each) => each.code === 'CB001'), what).toEqual([]);
        if (windows) expect(after.replaceAll('\r\n', ''), what).not.toContain('\n');
      }
    }
  }), { numRuns: 40 });
  expect(fixes).toBeGreaterThan(100);
});

test('a fix in JSON leaves JSON, and the rest of it as it was', { timeout: 60_000 }, () => {
  for (const { name, text, context } of fixtures) {
    for (const value of valuesOf(text)) {
      const json = `${JSON.stringify(value, null, 2)}\n`;
      for (const problem of problemsOf(json, context)) {
        for (const fix of problem.fixes ?? []) {
          const edits = editsOf(fix);
          const after = applyEdits(json, edits);
          const what = `${name}: ${problem.code} ${fix.title}`;
          expect(() => JSON.parse(after) as unknown, what).not.toThrow();
          if (edits.length > 0) expect(differences(value, JSON.parse(after)).length, what).toBeLessThanOrEqual(2);
        }
      }
    }
  }
});
