import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { countReport } from '../../scripts/vitestReport.mjs';

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
  expect(countReport(file, 1)).toEqual({ passed: 2, failed: 1, skipped: 0 });
});

test('counts a file that broke before its tests', () => {
  expect(countReport(report('broken', 1, 0, [fileWith('passed', 'passed'), fileWith('failed')]), 1)).toMatchObject({ passed: 1, failed: 1 });
});

test('counts a failure outside of all tests, such as an error nobody caught', () => {
  expect(countReport(report('uncaught', 3, 0, [fileWith('passed', 'passed')]), 1)).toMatchObject({ passed: 3, failed: 1 });
});

test('counts a run that never wrote its report', () => {
  expect(countReport(join(folder, 'none'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
