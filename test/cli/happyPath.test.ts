import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { TraceSummary } from '../../src/core/model/trajectory.ts';
import type { ImportReport } from '../../src/protocol/importApi.ts';
import type { MakeReport, ProofReport } from '../../src/protocol/makeApi.ts';
import type { RunReport } from '../../src/protocol/runApi.ts';
import { exampleWorkspace, jsonLines, steady, TemporaryFolder } from './casebook.ts';
import type { Ended } from './casebook.ts';

/** The README's tour: each step stands on the one before. */
describe('from a failed trace to a case that passes', () => {
  const workspace = exampleWorkspace();
  afterAll(() => workspace[Symbol.asyncDispose]());
  const run = (...args: string[]): Promise<Ended> => workspace.run(args);
  const question = 'What\'s the status of order 12345?';
  let trace = '';
  let caseFile = '';
  let caseId = '';

  test('import says what it found', async () => {
    const { code, stdout, stderr } = await run('import', 'traces/support-2026-11.otlp.jsonl');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatchInlineSnapshot(`
      "traces/support-2026-11.otlp.jsonl: 24 traces, 86 spans, 24 new
        read as OpenTelemetry spans (OTLP/JSON): resourceSpans on line 1
        Not recorded: the context in 21 of 24 traces, the user's verdict in 4 of 24 traces
      24 traces, 6 failing
      "
    `);
  });

  test('importing again changes nothing, and says so', async () => {
    const { code, stdout } = await run('import', 'traces/*.otlp.jsonl', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as ImportReport;
    expect(report).toMatchObject({ traces: 24, failing: 6, files: [{ traces: 24, new: 0, updated: 0, unchanged: 24, warnings: [], error: null }] });
  });

  test('list shows one line a trace, newest first', async () => {
    const { code, stdout, stderr } = await run('list', '--limit', '4');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(steady(stdout, workspace)).toMatchInlineSnapshot(`
      "· not reviewed  tr_763a58b4e870  6 Nov 2026, 09:50:16  <time>  thanks, that's all
      · not reviewed  tr_ab1de2d32a3e  5 Nov 2026, 14:03:29  <time>  It rattles again and nobody picks up!
      · not reviewed  tr_d1e5d7cfedc3  5 Nov 2026, 11:37:12  <time>  What does shipping to Norway cost and are gift cards exchanged for money?
      · not reviewed  tr_7c18c790cc72  5 Nov 2026, 08:22:40  <time>  12422
      4 of 24 traces, 6 failing, 24 not reviewed; --limit shows more
      "
    `);
  });

  test('list --failing shows the failing ones alone', async () => {
    const { stdout } = await run('list', '--failing', '--json');
    expect(jsonLines<TraceSummary>(stdout)).toHaveLength(6);
  });

  test('list --json gives a summary a line, with its outcome', async () => {
    const { stdout } = await run('list', '--json');
    const traces = jsonLines<TraceSummary & { readonly outcome: string }>(stdout);
    expect(traces).toHaveLength(24);
    expect(traces.filter((each) => each.outcome === 'failing')).toHaveLength(6);
    expect(traces.filter((each) => each.outcome === 'unreviewed')).toHaveLength(18);
    trace = traces.find((each) => each.query === question)?.id ?? '';
    expect(trace).toMatch(/^tr_[0-9a-f]{12}$/);
  });

  test('list narrows by tool and by text', async () => {
    const ids = async (...args: string[]) => jsonLines<TraceSummary>((await run('list', '--json', ...args)).stdout).map((each) => each.query);
    expect(await ids('--text', 'order 12345 status')).toContain(question);
    for (const query of await ids('--tool', 'issueRefund')) expect(query).toMatch(/refund/i);
    expect(await ids('--tool', 'noSuchTool')).toEqual([]);
  });

  test('show reads the trajectory, by the beginning of an id too', async () => {
    const { code, stdout, stderr } = await run('show', trace.slice(0, 9));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(steady(stdout, workspace)).toMatchInlineSnapshot(`
      "tr_8c1c39849977  − Rejected by the user
      invoke_agent support-agent · support-agent
      2 Nov 2026, 09:12:04 · <time> · tokens not recorded · cost not recorded
      OpenTelemetry spans (OTLP/JSON) · traces/support-2026-11.otlp.jsonl · f36cb9453be47a0c2b15dc96c431547e

      Query      What's the status of order 12345?
      Considered getOrder, searchOrders, getShipmentByOrderId, searchPolicies, changeAddress, cancelOrder, issueRefund, requestApproval, escalateToHuman
      Picked     getOrder: “Rule: the tool whose name and description share the most telling words with "What's the status of order 12345?". Scores: getOrder 2.75, searchOrders 1.83, cancelOrder 1.83, changeAddress 0.92, issueRefund 0.92, getShipmentByOrderId 0.61, searchPolicies 0, requestApproval 0, escalateToHuman 0.”
      Context    Not recorded
      Answer     Order 12345 (1 × espresso machine, 2 × milk jug, 489.00 EUR) is delivered.
      Feedback   Rejected by the user

      Facts      user ana · role support · use case shipment-status · session c-101

      3 steps
      1    agent invoke_agent support-agent     <time>
      2      plan                            <time>  1 call requested
      3      tool getOrder                   <time>  orderId: "12345"
      "
    `);
  });

  test('show --step prints one payload in full', async () => {
    const { stdout } = await run('show', trace, '--step', '3');
    expect(steady(stdout, workspace)).toMatchInlineSnapshot(`
      "Step 3, tool call getOrder
      <time> · span 469cc4b99a38dc1b
      traces/support-2026-11.otlp.jsonl:1, 7.2 kB from byte 0

      Arguments
        {
          "orderId": "12345"
        }

      Result
        {
          "orderId": "12345",
          "customer": "Ada Brandt",
          "placedAt": "2026-10-30",
          "status": "delivered",
          "total": 489,
          "address": "2 Mill Street, Aarhus",
          "items": [
            {
              "name": "espresso machine",
              "quantity": 1,
              "price": 449
            },
            {
              "name": "milk jug",
              "quantity": 2,
              "price": 20
            }
          ]
        }

      Attributes
        {
          "gen_ai.tool.type": "function",
          "otel.scope.name": "support-agent"
        }
      "
    `);
  });

  test('show --json has all there is', async () => {
    const shown = JSON.parse((await run('show', trace, '--json')).stdout) as Record<string, unknown>;
    expect(Object.keys(shown)).toEqual(expect.arrayContaining(['id', 'outcome', 'steps', 'notes', 'messages', 'toolCalls', 'usage', 'labels', 'facts']));
    expect(shown['toolCalls']).toMatchObject([{ name: 'getOrder', arguments: { orderId: '12345' }, status: 'ok' }]);
  });

  test('label is written to the reviewer\'s journal', async () => {
    const { code, stdout, stderr } = await run('label', trace, '--by', 'Ana', '--class', 'tool_selection', '--mode', 'wrong_tool', '--step', '3', '--span', 'is delivered', '--correction', 'in transit', '--note', 'Said delivered; it is in transit');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`${trace}: Fail · tool_selection, wrong_tool · first wrong step 3 · by ana\n  note         Said delivered; it is in transit\n  correction   in transit\n  wrong words  is delivered\n`);
    expect(readdirSync(workspace.file('casebook', 'labels'))).toEqual(['.gitattributes', 'ana.jsonl']);
    const events = jsonLines<{ kind: string; by: string }>(workspace.read('casebook', 'labels', 'ana.jsonl'));
    expect(events.map((event) => event.kind).sort()).toEqual(['anchor', 'class', 'correction', 'note', 'span', 'verdict']);
    expect((await run('list', '--failure', 'wrong_tool', '--by', 'ana')).stdout).toContain(`✗ fail          ${trace}`);
  });

  test('what was taken back is done again, and labels are listed', async () => {
    expect((await run('label', '--undo', '--by', 'ana')).code).toBe(0);
    expect(await run('label', '--list')).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing is labelled.\n' });
    expect(await run('label', '--redo', '--by', 'ana')).toMatchObject({ code: 0, stdout: expect.stringContaining(`${trace}: done again: verdict, class, `) as string });
    expect(await run('label', '--redo', '--by', 'ana')).toMatchObject({ code: 0, stdout: 'ana has nothing to do again.\n' });
    expect((await run('label', '--list', '--all')).stdout).toMatch(new RegExp(`^${trace}: .* · by ana\n`));
    expect(await run('label', '--orphans')).toMatchObject({ code: 0, stdout: '', stderr: 'Every label belongs to a trace that is imported.\n' });
  });

  test('label --undo takes the whole change back, and a label can be given again', async () => {
    const before = workspace.read('casebook', 'labels', 'ana.jsonl');
    expect(await run('label', '--undo', '--by', 'ana')).toMatchObject({ code: 0, stdout: expect.stringContaining(`${trace}: taken back: `) as string });
    expect(workspace.read('casebook', 'labels', 'ana.jsonl').startsWith(before)).toBe(true);
    expect((await run('list', '--unlabelled', '--json')).stdout).toContain(trace);
    expect((await run('label', trace, '--by', 'ana', '--mode', 'wrong_tool', '--step', '3', '--correction', 'in transit')).code).toBe(0);
    expect((await run('list', '--failure', 'tool_selection')).stdout).toContain(trace);
  });

  test('make writes the case and its recording, and proves it', async () => {
    const { code, stdout } = await run('make', trace);
    expect(code).toBe(0);
    expect(steady(stdout, workspace)).toMatchInlineSnapshot(`
      "Case       casebook/cases/whats-the-status-of-order-12345-29df6d.case.yaml
      Recording  casebook/recordings/whats-the-status-of-order-12345-29df6d.json
      ✓ proven   Catches the failure: forbidden[0] fails, forbidden tool getOrder was called at step 3 (and 1 more)
      "
    `);
    caseFile = /^Case +(\S+)$/m.exec(stdout)?.[1] ?? '';
    caseId = /([^/\\]+)\.case\.yaml$/.exec(caseFile)?.[1] ?? '';
    expect(readFileSync(workspace.file(caseFile), 'utf8')).toContain('getOrder');
    expect(() => JSON.parse(workspace.read('casebook', 'recordings', `${caseId}.json`)) as unknown).not.toThrow();
  });

  test('making it again gives another name and touches nothing', async () => {
    const { code, stdout } = await run('make', trace, '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as MakeReport;
    expect(report.id).not.toBe(caseId);
    expect(report.proof.proven).toBe(true);
    expect((await run('make', trace, '--out', caseFile)).code).toBe(2);
  });

  test('make --from-step takes what happened from there on, and says which steps there are', async () => {
    const { code, stdout } = await run('make', trace, '--from-step', '3', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as MakeReport;
    expect(report.proof.proven).toBe(true);
    expect(report.proof.failed).toContain('forbidden[0]');
    expect(await run('make', trace, '--from-step', '9999')).toMatchObject({ code: 3, stderr: expect.stringMatching(/has \d+ steps, and no step 9999/) as string });
    expect((await run('make', trace, '--from-step', 'x')).code).toBe(3);
  });

  test('prove repeats the proof without the index', async () => {
    const { code, stdout } = await run('prove', caseId);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^✓ proven {2}${caseId}: `));
    const [report] = jsonLines<ProofReport>((await run('prove', caseFile, '--json')).stdout);
    expect(report).toMatchObject({ caseId, proven: true });
    expect(report?.failed.length).toBeGreaterThan(0);
  });

  test('validate finds nothing wrong', async () => {
    const { code, stdout } = await run('validate');
    expect(stdout).not.toMatch(/ error /);
    expect(code).toBe(0);
  });

  test('as a draft it fails against the faulty agent and decides nothing', async () => {
    const { code, stdout } = await run('run', caseId, '--target', 'faulty');
    expect(stdout).toMatch(/^✗ fail {3}/);
    expect(stdout).toContain('decides nothing');
    expect(code).toBe(0);
  });

  test('once active it fails against the faulty agent', async () => {
    writeFileSync(workspace.file(caseFile), workspace.read(caseFile).replace('status: draft', 'status: active'));
    const { code, stdout, stderr } = await run('run', caseFile, '--target', 'faulty');
    expect(steady(stdout, workspace)).toMatchInlineSnapshot(`
      "✗ fail   whats-the-status-of-order-12345-29df6d  faulty, <time>, 0 of 2 checks passed
        casebook/cases/whats-the-status-of-order-12345-29df6d.case.yaml:14:15: forbidden[0]: forbidden tool getOrder was called at step 3
        casebook/cases/whats-the-status-of-order-12345-29df6d.case.yaml:6:1: answer: expected an answer that says "in transit", the answer is "Order 12345 (1 × espresso machine, 2 × milk jug, 489.00 EUR) is delivered."
      1 case: 1 fail
      Failed: 1 of 1 case against faulty
      "
    `);
    expect(stderr).toMatch(/^Results: \.casebook\/runs\//);
    expect(code).toBe(1);
  });

  test('and passes against the mended one', async () => {
    const { code, stdout } = await run('run', caseId, '--target', 'mended', '--json');
    const report = JSON.parse(stdout) as RunReport;
    expect(report.counts).toMatchObject({ pass: 1, fail: 0, error: 0 });
    expect(report.results[0]).toMatchObject({ caseId, target: 'mended', decides: true, outcome: 'pass' });
    expect(code).toBe(0);
  });

  test('the whole set runs, and --only-failing runs what did not pass', async () => {
    expect((await run('run')).code).toBe(1);
    const { stdout } = await run('run', '--only-failing', '--json');
    expect((JSON.parse(stdout) as RunReport).results.map((result) => result.caseId)).toContain(caseId);
  });

  test('remove takes the trace out of the index; labels and cases stay', async () => {
    expect(await run('remove', trace)).toMatchObject({ code: 0, stdout: '1 trace removed from the index. Labels, cases and the export stay.\nIt stays away until its file is imported by name.\n' });
    expect((await run('show', trace)).code).toBe(3);
    expect((await run('prove', caseId)).code).toBe(0);
    expect((await run('remove', 'traces/support-2026-11.otlp.jsonl')).stdout).toMatch(/^23 traces removed/);
    expect((await run('list')).stderr).toContain('casebook import');
  });
});

describe('a list that is empty says why', () => {
  const workspace = exampleWorkspace();
  afterAll(() => workspace[Symbol.asyncDispose]());

  test('nothing is imported, or nothing of what is matches', async () => {
    expect((await workspace.run(['list'])).stderr).toBe('No trace is here yet. Import an export with: casebook import FILE\n');
    await workspace.run(['import', 'traces/support-2026-11.otlp.jsonl']);
    expect(await workspace.run(['list', '--tool', 'no such', '--use-case', 'x', '--min-latency', '2s', '--unlabelled'])).toMatchObject({ code: 0, stdout: '', stderr: 'None of 24 traces matches --tool "no such" --use-case x --min-latency 2000ms --unlabelled.\n' });
  });

  test('a failure class that nobody knows is a slip, one that no label has is not', async () => {
    expect(await workspace.run(['list', '--failure', 'tool_selektion'])).toMatchObject({ code: 3, stderr: expect.stringContaining('There is no failure class or mode tool_selektion. Did you mean tool_selection?') as string });
    expect(await workspace.run(['list', '--failure', 'wrong_tool'])).toMatchObject({ code: 0, stderr: 'None of 24 traces matches --failure wrong_tool.\n' });
  });

  test('an index that is not there is an error for who reads', async () => {
    for (const args of [['list'], ['show', 'tr_1'], ['remove', 'tr_1'], ['rebuild']]) {
      expect(await workspace.run([...args, '--db', '.casebook/casebok.db'])).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/^There is no index \.casebook\/casebok\.db\. Did you mean .*casebook\.db\?\n/) as string });
    }
  });

  test('as JSON, what is recorded has names', async () => {
    const [first] = jsonLines<{ completeness: Record<string, unknown>; approvals: unknown }>((await workspace.run(['list', '--json', '--limit', '1'])).stdout);
    expect(first?.completeness['query']).toEqual({ have: 1, of: 1 });
    expect(first?.approvals).toEqual([]);
  });
});

test('--db keeps the index elsewhere, and --workspace works from anywhere', async () => {
  await using workspace = exampleWorkspace();
  await using elsewhere = new TemporaryFolder();
  const here = (...args: string[]) => elsewhere.run([...args, '--workspace', workspace.path, '--db', 'own/traces.db']);
  expect((await here('import', workspace.file('traces', 'support-2026-11.flat.jsonl'))).code).toBe(0);
  expect((await here('list', '--text', 'refund')).stdout).toMatch(/ [1-9]\d* failing|[1-9]\d* traces/);
  expect(readdirSync(elsewhere.file('own')).filter((name) => name.endsWith('.db')).sort()).toEqual(['traces.db', 'traces.search.db']);
  expect(existsSync(workspace.file('.casebook'))).toBe(false);
  expect((await elsewhere.run(['list', '--workspace', workspace.path])).stderr).toContain('No trace');
});
