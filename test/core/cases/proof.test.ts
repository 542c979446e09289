import { describe, expect, test } from 'vitest';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';
import { proofHash } from '../../../src/core/cases/prove.ts';
import { validateCaseFile } from '../../../src/core/cases/validate.ts';
import { recordingOf } from './wants.ts';

// The fixture beside the rule cannot say these: the hash of a proof follows from the recording.
const text = (status: string, proof: string): string => `id: catches
query: Where is it?
expectedTool: getOrder
expectedBehavior: Names the status
failureWeObserved: {summary: Claimed delivery, class: tool_selection}
${status}source:
  traceId: tr_known
${proof}`;
const sha256 = (): string => {
  const value = parseCaseFile(text('', '')).cases[0]?.value;
  return value ? proofHash(value, recordingOf('catches')) : '';
};
const proof = (failed: string): string => `  proof: {at: "2026-01-01", sha256: "${sha256()}", failed: [${failed}], casebook: 0.1.0}\n`;
const codes = (written: string): readonly string[] => validateCaseFile(parseCaseFile(written), { recording: recordingOf }).map((problem) => problem.code);

describe('a proof whose hash fits', () => {
  test.each(['', 'status: active\n'])('holds when a check failed (%j)', (status) => {
    expect(codes(text(status, proof('expectedTool')))).toEqual([]);
  });

  test.each(['', 'status: active\n', 'status: draft\n'])('proves nothing when no check failed (%j)', (status) => {
    const problems = validateCaseFile(parseCaseFile(text(status, proof(''))), { recording: recordingOf });
    expect(problems.map((problem) => problem.code)).toEqual(['CB125']);
    expect(problems[0]?.message).toMatch(/proof/);
  });
});

test('a case that says active without any proof counts as a draft, and says so', () => {
  expect(codes('id: a\nquery: q\nexpectedTool: x\nexpectedBehavior: y\nstatus: active\nfailureWeObserved: {summary: s, class: tool_selection}\n')).toContain('CB125');
});
