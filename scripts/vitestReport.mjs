// Adds up what a vitest run wrote down.
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */
/** @typedef {{ file: string, test: string, message: string }} Failure `test` is empty where a file broke outside of its tests */
/** @typedef {{ count: Count, failures: Failure[] }} Outcome */
/** @typedef {{ status: string, fullName?: string, failureMessages?: string[] }} TestResult */
/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, testResults: { name?: string, status: string, message?: string, assertionResults: TestResult[] }[] }} Report */

/** @param {string | undefined} text */
const firstLines = (text) => (text ?? '').split('\n').filter((line) => !/^\s+at /.test(line)).slice(0, 8).join('\n').trim();

/** @param {Report['testResults'][number]} result @returns {Failure[]} */
function failuresOf({ name: file = '', status, message, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  // A file that breaks outside of its tests has failed without any failed test.
  if (failed.length === 0) return status === 'failed' ? [{ file, test: '', message: firstLines(message) }] : [];
  return failed.map((test) => ({ file, test: test.fullName ?? '', message: firstLines(test.failureMessages?.[0]) }));
}

/**
 * @param {string} file the JSON report; one that is missing counts as a failure, as the run broke before it
 * @param {number} exitCode
 * @returns {Outcome}
 */
export function readReport(file, exitCode) {
  if (!existsSync(file)) return { count: { passed: 0, failed: 1, skipped: 0 }, failures: [] };
  const report = /** @type {Report} */ (JSON.parse(readFileSync(file, 'utf8')));
  const failures = report.testResults.flatMap(failuresOf);
  const failed = failures.length === 0 && exitCode !== 0 ? 1 : failures.length;
  return { count: { passed: report.numPassedTests, failed, skipped: report.numPendingTests }, failures };
}

/**
 * What a second run of the files that failed makes of the first: their tests count as the second run says.
 * @param {Outcome} first
 * @param {Outcome} second of those files alone
 * @returns {Outcome & { unsteady: Failure[] }} `unsteady` failed at first and not again
 */
export function afterSecondRun(first, second) {
  const brokeItself = second.count.failed > 0 && second.failures.length === 0;
  const failedAgain = (/** @type {Failure} */ { file, test }) => brokeItself || second.failures.some((each) => each.file === file && (each.test === test || each.test === ''));
  const mended = first.failures.filter((failure) => !failedAgain(failure));
  const inTests = mended.filter(({ test }) => test !== '').length;
  return {
    count: { ...first.count, passed: first.count.passed + inTests, failed: second.count.failed },
    failures: second.failures,
    unsteady: mended,
  };
}
