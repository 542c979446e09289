import { describe, expect, test } from 'vitest';
import type { ClassCoverage, StaleReason } from '../../src/core/model/coverage.ts';
import { attentionOf, attentionWords, fixOf, gapWords } from '../../src/extension/display/attention.ts';
import { caseFilterParts, filterCases, isFilteringCases, readCaseFilter } from '../../src/extension/display/caseFilter.ts';
import { caseGroupDescription, caseGroupTitle, groupCases } from '../../src/extension/display/caseGroups.ts';
import { caseDescription, caseMark, spokenCase } from '../../src/extension/display/caseRow.ts';
import { caseTooltip } from '../../src/extension/display/caseTooltip.ts';
import { caseRow, lastRun } from './caseRows.ts';

const sameName = (id: string): string => id;

describe('a row', () => {
  test.each([
    [caseRow(), 'pass', '5 of 5'],
    [caseRow({ last: lastRun('fail', 2, 3) }), 'flaky', '2 of 3, flaky'],
    [caseRow({ last: lastRun('fail', 0, 3), risk: 'critical' }), 'fail', '0 of 3, critical risk'],
    [caseRow({ last: lastRun('error', 0, 1) }), 'error', 'could not be run'],
    [caseRow({ last: lastRun('n/a', 0, 1) }), 'notMeasured', 'n/a'],
    [caseRow({ last: null }), 'notRun', 'not run'],
    [caseRow({ status: 'draft', undecided: { kind: 'draft', said: 'a draft' }, proven: false, last: null }), 'draft', 'draft, not proven'],
    [caseRow({ status: 'draft', undecided: { kind: 'draft', said: 'a draft' }, needsProof: false, proven: false, last: null }), 'draft', 'draft'],
    [caseRow({ undecided: { kind: 'unproven', said: 'it has not been proven' }, proven: false }), 'unproven', 'not proven, 5 of 5'],
    [caseRow({ status: 'quarantined', quarantine: 'flaky since the move', last: lastRun('fail', 1, 3) }), 'quarantined', 'quarantined, flaky since the move, 1 of 3, flaky'],
    [caseRow({ status: 'archived', last: null }), 'archived', 'archived'],
    [caseRow({ broken: true, last: null }), 'broken', 'not well formed'],
  ] as const)('%#: its mark and what stands beside it', (row, mark, description) => {
    expect([caseMark(row), caseDescription(row)]).toEqual([mark, description]);
  });

  test('a screen reader hears the mark, once', () => {
    expect(spokenCase(caseRow())).toBe('shipment-status-check, Passes, 5 of 5');
    expect(spokenCase(caseRow({ last: null }))).toBe('shipment-status-check, Not run');
  });

  test('nothing a case says is markup in its tooltip', () => {
    const tooltip = caseTooltip(caseRow({ id: '[x](command:y)', query: '<b>$(bug) | \u202E', tags: ['a|b'] }), undefined, sameName, [['Open', 'command:z']]);
    expect(tooltip).not.toMatch(/[^\\]\[x\]|<b>|[^\\]\|b|\$\(bug|\u202E/);
    expect(tooltip).toContain('[Open](command:z)');
    expect(tooltip).toContain('not in the index');
  });
});

describe('groups', () => {
  const rows = [
    caseRow(),
    caseRow({ id: 'own-tickets-only', suite: null, file: 'casebook/cases/own-tickets-only.case.yaml', failureClass: null, needsProof: false, proven: false, tags: [] }),
    caseRow({ id: 'deep', suite: null, file: 'casebook/cases/policy/eu/deep.case.yaml', tags: ['orders', 'eu', 'eu'], proven: false, undecided: { kind: 'unproven', said: '' }, last: lastRun('fail', 0, 1) }),
    caseRow({ id: 'fails', last: lastRun('fail', 0, 1) }),
    caseRow({ id: 'x', broken: true, suite: null, file: 'elsewhere/x.case.yaml', tags: [], failureClass: null, needsProof: false, last: null }),
  ];
  const grouped = (by: Parameters<typeof groupCases>[1]) => groupCases(rows, by).map(({ value, rows: of }) => [value, of.map(({ id }) => id)]);

  test('by suite, where a file of one case stands under its folder', () => {
    expect(grouped('suite')).toEqual([['elsewhere', ['x']], ['policy/eu', ['deep']], ['support-orders', ['shipment-status-check', 'fails']], [null, ['own-tickets-only']]]);
  });

  test('by folder, class, tag and status', () => {
    expect(grouped('folder').map(([value]) => value)).toEqual(['elsewhere', 'policy/eu', null]);
    expect(grouped('class')).toEqual([['tool_selection', ['shipment-status-check', 'deep', 'fails']], [null, ['own-tickets-only', 'x']]]);
    expect(grouped('tag')).toEqual([['eu', ['deep']], ['orders', ['shipment-status-check', 'deep', 'fails']], [null, ['own-tickets-only', 'x']]]);
    expect(grouped('status')).toEqual([[null, ['x']], ['active', ['shipment-status-check', 'own-tickets-only', 'fails']], ['active, not proven', ['deep']]]);
  });

  test('a group says how many there are, are proven, and fail; what decides nothing fails nobody', () => {
    expect(caseGroupDescription(rows)).toBe('5, 2 proven, 1 failing');
    expect(caseGroupDescription([caseRow({ needsProof: false })])).toBe('1');
    expect(caseGroupTitle('class', 'tool_selection', () => 'Tool selection')).toBe('Tool selection');
    expect(caseGroupTitle('tag', null, sameName)).toBe('No tag');
  });

  test('10,000 cases are grouped in a moment', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => caseRow({ id: `case-${index}`, suite: `suite-${index % 40}` }));
    const since = performance.now();
    expect(groupCases(filterCases(many, { text: 'case-9' }), 'suite').length).toBe(40);
    expect(performance.now() - since).toBeLessThan(500);
  });
});

describe('the filter', () => {
  const rows = [caseRow(), caseRow({ id: 'old', status: 'archived' }), caseRow({ id: 'flaky', last: lastRun('fail', 2, 3), tags: ['eu'] }), caseRow({ id: 'new', last: null, proven: false })];
  const ids = (filter: Parameters<typeof filterCases>[1]) => filterCases(rows, filter).map(({ id }) => id);

  test('leaves archived cases out until they are asked for', () => {
    expect(ids({})).toEqual(['shipment-status-check', 'flaky', 'new']);
    expect(ids({ archived: true })).toEqual(['shipment-status-check', 'old', 'flaky', 'new']);
    expect(isFilteringCases({ archived: true })).toBe(false);
  });

  test('its parts combine, and each word must be somewhere', () => {
    expect(ids({ state: 'failing' })).toEqual(['flaky']);
    expect(ids({ state: 'unproven' })).toEqual(['new']);
    expect(ids({ tag: 'eu', text: 'ORDER 12345' })).toEqual(['flaky']);
    expect(ids({ tag: 'eu', text: 'order nowhere' })).toEqual([]);
    const parts = caseFilterParts({ tag: 'eu', text: 'order', state: 'flaky' }, sameName);
    expect(parts.map(({ words }) => words)).toEqual(['flaky', 'containing “order”', 'tag eu']);
    expect(parts[0]?.without).toEqual({ tag: 'eu', text: 'order' });
  });

  test('of a kept one only what still means something is read', () => {
    expect(readCaseFilter({ text: 'a', state: 'gone', class: 7, tag: 'eu', archived: 'yes', other: 1 })).toEqual({ text: 'a', tag: 'eu' });
    expect(readCaseFilter(null)).toEqual({});
  });
});

describe('what needs attention', () => {
  const gap: ClassCoverage = { id: 'answer_quality', name: 'Answer quality', failures: 24, cases: 1, active: 0, proven: 0, unguarded: true, modes: [] };
  const stale = (...kinds: readonly StaleReason[]) => ({ caseId: 'a', file: 'a.case.yaml', reasons: kinds.map((kind) => ({ kind, said: kind })) });

  test('classes without a guard, and stale cases', () => {
    const attention = attentionOf({ classes: [gap, { ...gap, id: 'guarded', unguarded: false }], stale: [stale('reviewOld')] });
    expect(attention.gaps.map(({ id }) => id)).toEqual(['answer_quality']);
    expect(attentionWords(attention)).toBe('1 class unguarded, 1 stale');
    expect(gapWords(gap)).toBe('24 failures, 1 case, none active');
    expect(attentionWords({ gaps: [], stale: [] })).toBe('');
  });

  test('the fix is that of the gravest reason', () => {
    expect([fixOf(stale('reviewOld')), fixOf(stale('reviewOld', 'neverProven')), fixOf(stale('reviewOld', 'quarantineOver')), fixOf(stale('traceChanged'))]).toEqual(['review', 'prove', 'activate', 'prove']);
  });
});
