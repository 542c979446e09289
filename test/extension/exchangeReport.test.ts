import { expect, test } from 'vitest';
import { exportDetails, importCasesDetails } from '../../src/extension/display/exchangeReport.ts';

const from = { id: 'promptfoo', title: 'promptfoo tests', extensions: ['.yaml'] } as const;
const nothing = { exact: [], restored: [], aside: [], foreign: [], changed: [], assumed: [], notes: [], folded: 0 } as const;

test('what comes of a file is shown, and is no markup', () => {
  const shown = importCasesDetails({
    from, why: 'its tests have vars', written: true, files: [{ suite: 'desk', file: 'desk.case.yaml', cases: 1, errors: 0, warnings: 1, hints: 0, codes: { CB901: 1 } }],
    cases: [{ ...nothing, id: 'parcel', place: 'test 1', line: 4, exact: ['query'], foreign: ['<img src=x>'], aside: ['/[a](command:x)'] }], problems: [{ place: 'test 2', line: 9, message: 'This is no test.' }], leftOut: [{ what: 'providers', why: 'of the file' }], clashes: [],
  });
  expect(shown).toContain('1 exact, 1 kept aside, 1 not expressible here');
  expect(shown).toContain('test 2, line 9: This is no test\\.');
  expect(shown).not.toMatch(/(?<!\\)<img/);
  expect(shown).not.toContain('[a](command:x)');
});

test('an export is told field by field', () => {
  const shown = exportDetails({ to: from, file: 'x.yaml', text: null, cases: [{ id: 'parcel', items: 2, exact: ['query'], lossy: ['trajectory.steps'], kept: ['tier'], foreign: 0 }], problems: [] });
  expect(shown).toContain('1 case\\, 2 with variants\\, as promptfoo tests\\: 1 field said exactly\\, 1 in part\\, 1 kept aside');
  expect(shown).toContain('in part: trajectory\\.steps');
});
