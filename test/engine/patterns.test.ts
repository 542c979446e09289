import { expect, test } from 'vitest';
import type { Label } from '../../src/core/model/label.ts';
import { noLabel } from '../core/review/patterns/generatedTraffic.ts';
import { resultOf } from '../core/runs/results.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const tool = (name: string, description: string) => ({ type: 'function', function: { name, description, parameters: { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] } } });
const vague = [tool('handleData', 'Handles data'), tool('searchOrders', 'Searches by orderId. Returns ids.')];
const clear = [tool('createShipment', 'Creates a shipment of orderId. Returns its number.'), tool('searchOrders', 'Searches by orderId. Returns ids.')];

const run = (id: string, at: number, tools: readonly unknown[], called: string): string => JSON.stringify({
  id, created_at: new Date(Date.UTC(2026, 1, 2, at)).toISOString(), tools,
  messages: [
    { role: 'user', content: `Ship order ${id}` },
    { role: 'assistant', content: null, tool_calls: [{ id: `c-${id}`, type: 'function', function: { name: called, arguments: '{"orderId":"1"}' } }] },
    { role: 'tool', tool_call_id: `c-${id}`, content: '{"status":"ok"}' },
    { role: 'assistant', content: 'Done.' },
  ],
});

/** A journal as the engine writes it, of verdicts in the random sample. */
function journal(labels: Readonly<Record<string, Partial<Label>>>): string {
  let at = 0;
  const lines = Object.entries(labels).flatMap(([trace, told]) => {
    const { verdict, class: of, lastGood, firstWrong } = { ...noLabel, ...told };
    const base = () => ({ v: 1, id: `01J${String(++at).padStart(23, '0')}`, at: '2026-02-03T10:00:00Z', by: 'ana', trace: { id: trace, sha256: '' }, queue: 'week', stratum: 'random' });
    return [
      { ...base(), kind: 'verdict', value: verdict }, ...(of ? [{ ...base(), kind: 'class', value: of }] : []),
      ...(lastGood ? [{ ...base(), kind: 'anchor', value: 'lastGood', step: lastGood.step }] : []), ...(firstWrong ? [{ ...base(), kind: 'anchor', value: 'firstWrong', step: firstWrong.step, name: firstWrong.name }] : []),
    ];
  });
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

test('a rename of tools, the steps around failures and what is wrong with the tools, from traces and journals', async () => {
  using workspace = new TemporaryWorkspace();
  const { engine } = workspace;
  workspace.write('runs.jsonl', [0, 1, 2, 3].map((at) => (at < 2 ? run(`old${at}`, at, vague, 'handleData') : run(`new${at}`, at, clear, 'createShipment'))).join('\n'));
  await workspace.import('runs.jsonl');
  const idOf = async (native: string) => (await engine.findTrace({ trace: native }, call)).id;
  const [old0, old1, new2, new3] = [await idOf('old0'), await idOf('old1'), await idOf('new2'), await idOf('new3')];
  const wrong: Partial<Label> = { verdict: 'fail', class: { class: 'tool_selection' }, lastGood: { step: 2, span: null }, firstWrong: { step: 3, span: null, name: 'handleData' } };
  workspace.write('casebook/labels/ana.jsonl', journal({ [old0]: wrong, [old1]: { verdict: 'pass' }, [new2]: { verdict: 'pass' }, [new3]: { verdict: 'pass' }, tr_gone: { verdict: 'fail', class: { class: 'answer_quality' } } }));

  const found = await engine.patterns({}, call);
  expect(found).toMatchObject({ reviewed: 5, failures: 2, undated: 1, pending: false, warnings: [] });
  // The name of the step that the label does not name is read from the trace.
  const steps = (await engine.openTrajectory({ trace: old0 }, call)).steps;
  expect(found.matrix).toMatchObject({ failures: 2, withBoth: 1, rows: [{ name: steps[1]!.name }], columns: [{ name: 'handleData' }], cells: [{ traces: [old0] }] });
  expect(found.toolSelection).toMatchObject({ n: 4, unknownTools: 1, changes: [{ added: ['createShipment'], removed: ['handleData'], reworded: [], before: { right: 1, n: 2 }, after: { right: 2, n: 2 }, cases: null }] });
  expect(found.perception.groups.map(({ cause, traces }) => [cause, traces])).toEqual([['toolNames', [old0]], ['retrieval', []], ['context', []], ['none', ['tr_gone']]]);
  expect(found.lint).toEqual(await engine.lintTools({}, call));
  expect(found.lint.findings.filter((each) => each.tool === 'handleData').map(({ code }) => code)).toEqual(['CT101', 'CT102', 'CT104', 'CT105', 'CT106']);
  expect(found.lint.findings.filter((each) => each.tool === 'searchOrders')).toEqual([]);
  expect((await engine.traceGroup({ traces: [old0] }, call)).shared).toContainEqual({ kind: 'offered', value: 'searchOrders', count: 1, n: 1 });

  await engine.labelTrace({ trace: old0, by: 'ana', change: { verdict: 'pass', class: null } }, call);
  expect(await engine.patterns({}, call)).toMatchObject({ failures: 1, matrix: { cells: [] } });
});

test('a change of tools is told on cases too, where they were run before and after it', async () => {
  using workspace = new TemporaryWorkspace();
  const { engine } = workspace;
  const runs = (name: string, at: string, right: readonly number[]): void => {
    const results = right.map((value, n) => resultOf(`c${n}`, { own: value === 1 ? 'p' : 'f', metrics: [{ toolSelectionAccuracy: value }] }));
    workspace.write(`.casebook/runs/${name}/results.jsonl`, `${results.map((each) => JSON.stringify(each)).join('\n')}\n`);
    workspace.write(`.casebook/runs/${name}/summary.json`, JSON.stringify({ at, durationMs: 1, cancelled: false, cases: results.map(({ caseId, target, outcome }) => ({ caseId, target, outcome, decides: true })) }));
  };
  runs('20260201-100000-a', '2026-02-01T10:00:00Z', [1, 0, 0, 1]);
  runs('20260203-100000-b', '2026-02-03T10:00:00Z', [1, 1, 0, 1]);
  workspace.write('runs.jsonl', [run('old', 0, vague, 'handleData'), run('new', 2, clear, 'createShipment')].join('\n'));
  await workspace.import('runs.jsonl');
  const idOf = async (native: string) => (await engine.findTrace({ trace: native }, call)).id;
  workspace.write('casebook/labels/ana.jsonl', journal({ [await idOf('old')]: { verdict: 'pass' }, [await idOf('new')]: { verdict: 'pass' } }));
  expect((await engine.patterns({}, call)).toolSelection.changes[0]?.cases).toMatchObject({ n: 4, before: 0.5, after: 0.75, runs: ['20260201-100000-a', '20260203-100000-b'] });
});

test('without a label nothing is counted, and nobody waits for the catalogue who need not', async () => {
  using workspace = new TemporaryWorkspace();
  expect(await workspace.engine.patterns({ weeks: 8, whole: false }, call)).toMatchObject({ span: null, reviewed: 0, matrix: { cells: [] }, lint: { findings: [] } });
});
