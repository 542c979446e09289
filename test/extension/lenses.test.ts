import { expect, test } from 'vitest';
import type { CodeLens } from 'vscode';
import { lensesFor } from '../../src/extension/cases/lenses.ts';

const given = [{ uri: 'file:///w/a.case.yaml', caseId: 'a' }];
const titles = (trusted: boolean, state: { readonly running: boolean; readonly edited: boolean }): readonly (string | undefined)[] => {
  const lenses = [
    { command: { title: '$(play) Run', command: 'casebook.runCase', arguments: given } },
    { command: { title: '$(error) Fail, 2 of 3 on faulty: getOrder was never called', command: 'casebook.showCaseResult', arguments: given } },
    { command: { title: 'Not run', command: '', arguments: [] } },
  ];
  return (lensesFor(lenses as unknown as CodeLens[], trusted, () => state) ?? []).map((lens) => lens.command?.title);
};
const idle = { running: false, edited: false };

test('nothing is added where there is nothing to say', () => {
  expect(titles(true, idle)).toEqual(['$(play) Run', '$(error) Fail, 2 of 3 on faulty: getOrder was never called', 'Not run']);
});

test('a case that runs says so, and one that may not run says why', () => {
  expect(titles(true, { ...idle, running: true })[0]).toBe('$(loading~spin) Running…');
  expect(titles(false, idle)[0]).toBe('$(play) Run (needs trust)');
});

test('a result from before an edit does not look current', () => {
  expect(titles(true, { ...idle, edited: true })[1]).toBe('$(history) Fail, 2 of 3 on faulty, before the last edit');
});
