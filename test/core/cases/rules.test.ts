import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../src/core/cases/edit.ts';
import { rules } from '../../../src/core/cases/rules/registry.ts';
import { structureCodes } from '../../../src/core/cases/structure.ts';
import { disableCodes } from '../../../src/core/cases/suppress.ts';
import { validateCases } from '../../../src/core/cases/validate.ts';
import type { Problem } from '../../../src/core/model/problem.ts';
import { readContext, readWants } from './wants.ts';
import type { Want } from './wants.ts';

// To test a rule, add a fixture: what it finds is written on the offending line, and the text after the fixes stands beside it (UPDATE=1 writes it).
const folder = join(import.meta.dirname, '../../fixtures/cases');
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.case.yaml')).map((name) => {
  const { text, wants } = readWants(readFileSync(join(folder, name), 'utf8'));
  const fixed = join(folder, name.replace('.case.yaml', '.fixed.yaml'));
  return { name, text, wants, fixed: existsSync(fixed) ? readFileSync(fixed, 'utf8') : undefined };
});

const problemsOf = (text: string): readonly Problem[] => validateCases([{ file: 'this.case.yaml', text }], readContext(text))[0]?.problems ?? [];
const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
const titlesOf = (problem: Problem): readonly string[] => (problem.fixes ?? []).map((fix) => fix.title);

function matches(text: string, problem: Problem, want: Want): boolean {
  const place = text.slice(problem.range.start, problem.range.end);
  return problem.code === want.code && lineOf(text, problem.range.start) === want.line && (want.at === undefined || place === want.at) && (want.fix === undefined || titlesOf(problem).includes(want.fix));
}

describe.each(fixtures)('$name', ({ name, text, wants, fixed }) => {
  const problems = problemsOf(text);

  test('finds what is wanted, where it is wanted, and nothing else', () => {
    const found = problems.map((problem) => {
      const want = wants.find((each) => matches(text, problem, each));
      const place = text.slice(problem.range.start, problem.range.end);
      return want ? `${want.line} ${want.code}` : `${lineOf(text, problem.range.start)} ${problem.code} at="${place}" fixes=${JSON.stringify(titlesOf(problem))} ${problem.message}`;
    });
    expect(found.toSorted()).toEqual(wants.map((each) => `${each.line} ${each.code}`).toSorted());
  });

  test('its fixes give the text beside it', () => {
    const edits = wants.flatMap((want) => {
      const problem = problems.find((each) => want.fix !== undefined && matches(text, each, want));
      const fix = problem?.fixes?.find((each) => each.title === want.fix);
      return fix && 'edits' in fix ? fix.edits : [];
    });
    const after = applyEdits(text, edits);
    if (process.env['UPDATE'] && after !== text) writeFileSync(join(folder, name.replace('.case.yaml', '.fixed.yaml')), after);
    else expect(after).toBe(fixed ?? text);
  });

  test('each fix mends what it is offered for, and leaves YAML behind', () => {
    const broken = (candidates: readonly Problem[]): readonly string[] => candidates.filter((each) => each.code === 'CB001').map((each) => each.message);
    const notMended = problems.flatMap((problem) => (problem.fixes ?? []).flatMap((fix) => {
      if (!('edits' in fix)) return [];
      const after = problemsOf(applyEdits(text, fix.edits));
      const count = (list: readonly Problem[]): number => list.filter((each) => each.code === problem.code && each.message === problem.message).length;
      return count(after) < count(problems) && broken(after).length <= broken(problems).length ? [] : [`${problem.code}: ${fix.title}`];
    }));
    expect(notMended).toEqual([]);
  });
});

test('every code that a rule can find has a fixture', () => {
  const wanted = new Set(fixtures.flatMap(({ wants }) => wants.map((want) => want.code)));
  const known = [...Object.keys(structureCodes), ...Object.keys(disableCodes), ...rules.flatMap((rule) => Object.keys(rule.codes))];
  expect([...new Set(known)].filter((code) => !wanted.has(code))).toEqual([]);
});

test('no fixture wants a code that no rule states', () => {
  const known = new Set([...Object.keys(structureCodes), ...Object.keys(disableCodes), ...rules.flatMap((rule) => Object.keys(rule.codes))]);
  expect(fixtures.flatMap(({ wants }) => wants.map((want) => want.code)).filter((code) => !known.has(code))).toEqual([]);
});
