import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { afterSecondRun, readReport } from '../../scripts/vitestReport.mjs';

const folder = mkdtempSync(join(tmpdir(), 'casebook-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

function report(name: string, passed: number, failed: number, testResults: readonly unknown[]): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: 0, testResults }));
  return file;
}

const fileWith = (status: string, ...tests: readonly string[]): unknown => ({ status, assertionResults: tests.map((each) => ({ status: each })) });

test('counts tests', () => {
  const file = report('mixed', 2, 1, [fileWith('passed', 'passed'), fileWith('failed', 'passed', 'failed')]);
  expect(readReport(file, 1).count).toEqual({ passed: 2, failed: 1, skipped: 0 });
});

test('counts a file that broke before its tests', () => {
  expect(readReport(report('broken', 1, 0, [fileWith('passed', 'passed'), fileWith('failed')]), 1).count).toMatchObject({ passed: 1, failed: 1 });
});

test('counts a failure outside of all tests, such as an error nobody caught', () => {
  expect(readReport(report('uncaught', 3, 0, [fileWith('passed', 'passed')]), 1).count).toMatchObject({ passed: 3, failed: 1 });
});

test('counts a run that never wrote its report', () => {
  expect(readReport(join(folder, 'none'), 0).count).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('names what failed, with the words of the failure and without its stack', () => {
  const told = [{ name: '/p/a.test.ts', status: 'failed', assertionResults: [{ status: 'failed', fullName: 'a thing works', failureMessages: ['expected 1 to be 2\n    at a.test.ts:3'] }] }];
  expect(readReport(report('named', 0, 1, told), 1).failures).toEqual([{ file: '/p/a.test.ts', test: 'a thing works', message: 'expected 1 to be 2' }]);
});

describe('a second run of the files that failed', () => {
  const failure = (file: string, test: string) => ({ file, test, message: 'no' });
  const first = { count: { passed: 8, failed: 2, skipped: 1 }, failures: [failure('a', 'one'), failure('b', '')] };

  test('mends the first where nothing fails again, and names what was unsteady', () => {
    const second = { count: { passed: 5, failed: 0, skipped: 0 }, failures: [] };
    expect(afterSecondRun(first, second)).toEqual({ count: { passed: 9, failed: 0, skipped: 1 }, failures: [], unsteady: first.failures });
  });

  test('leaves failed what fails twice', () => {
    const second = { count: { passed: 4, failed: 1, skipped: 0 }, failures: [failure('a', 'one')] };
    expect(afterSecondRun(first, second)).toEqual({ count: { passed: 8, failed: 1, skipped: 1 }, failures: second.failures, unsteady: [failure('b', '')] });
  });

  test('fails where another test fails, or the run itself breaks', () => {
    expect(afterSecondRun(first, { count: { passed: 0, failed: 1, skipped: 0 }, failures: [failure('b', 'two')] }).count.failed).toBe(1);
    expect(afterSecondRun(first, { count: { passed: 0, failed: 1, skipped: 0 }, failures: [failure('a', '')] }).unsteady).toEqual([failure('b', '')]);
    expect(afterSecondRun(first, { count: { passed: 0, failed: 1, skipped: 0 }, failures: [] })).toMatchObject({ count: { failed: 1 }, unsteady: [] });
  });
});
