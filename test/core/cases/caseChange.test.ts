import { describe, expect, test } from 'vitest';
import { changeCase, type CaseChange } from '../../../src/core/cases/caseChange.ts';
import { applyEdits } from '../../../src/core/cases/edit.ts';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';

const suite = `casebook: 1
suite: orders # ours
cases:
  # the first
  - id: first
    query: Where is order 1? # as asked
    expectedTool: getOrder

  - id: second
    query: Where is order 2?
    status: quarantined
    quarantine: {reason: flaky, until: 2026-11-01}
    expectedTool: getOrder
`;

function after(text: string, id: string, change: CaseChange): string {
  return applyEdits(text, changeCase(text, id, change).edits);
}
const valueOf = (text: string, id: string) => parseCaseFile(text).cases.find((each) => each.id === id)?.value;

describe('a case is changed in its place', () => {
  test('quarantined, with why and until when', () => {
    const text = after(suite, 'first', { kind: 'quarantine', reason: 'waits for the new API', until: '2026-12-01' });
    expect(valueOf(text, 'first')).toMatchObject({ status: 'quarantined', quarantine: { reason: 'waits for the new API', until: '2026-12-01' } });
    for (const line of suite.split('\n')) expect(text).toContain(line);
  });

  test('quarantined again, with another reason', () => {
    expect(valueOf(after(suite, 'second', { kind: 'quarantine', reason: 'still' }), 'second')).toMatchObject({ status: 'quarantined', quarantine: { reason: 'still' } });
  });

  test('active again, without what set it aside', () => {
    const text = after(suite, 'second', { kind: 'status', status: 'active' });
    expect(valueOf(text, 'second')).toMatchObject({ status: 'active', expectedTool: 'getOrder' });
    expect(text).not.toContain('flaky');
  });

  test('archived, and reviewed', () => {
    expect(valueOf(after(suite, 'first', { kind: 'status', status: 'archived' }), 'first')?.status).toBe('archived');
    expect(valueOf(after(suite, 'first', { kind: 'reviewed', by: 'ada', at: '2026-11-20' }), 'first')?.metadata?.reviewed).toEqual({ by: 'ada', at: '2026-11-20' });
  });

  test('removed from its suite; alone in its file, the file goes', () => {
    const text = after(suite, 'second', { kind: 'remove' });
    expect(parseCaseFile(text).cases.map(({ id }) => id)).toEqual(['first']);
    expect(text).toContain('# the first');
    expect(changeCase(text, 'first', { kind: 'remove' })).toEqual({ edits: [], wholeFile: true });
    expect(() => changeCase(text, 'second', { kind: 'remove' })).toThrow('no case with the id second');
  });

  test('in JSON as well', () => {
    const text = JSON.stringify({ casebook: 1, cases: [{ id: 'a', query: 'A?' }, { id: 'b', query: 'B?' }] }, null, 2);
    const removed = after(text, 'a', { kind: 'remove' });
    expect((JSON.parse(removed) as { readonly cases: readonly { readonly id: string }[] }).cases.map(({ id }) => id)).toEqual(['b']);
    expect(JSON.parse(after(text, 'b', { kind: 'quarantine', reason: 'x' }))).toMatchObject({ cases: [{ id: 'a' }, { id: 'b', status: 'quarantined', quarantine: { reason: 'x' } }] });
  });
});
