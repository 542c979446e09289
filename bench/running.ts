import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Recording } from '../src/core/model/recording.ts';
import type { Trial } from '../src/core/model/trace.ts';
import type { Figure, Round } from './figure.ts';
import { figureOf, timed } from './figure.ts';
import type { Measurement } from './measurement.ts';
import { engineOn, quietly, scratchFolder } from './scratch.ts';

const cases = 1000;

/** A thousand cases run against their recordings: read, replayed, checked, stored. The limit is to parse the same files. */
export const running: Measurement = {
  names: ['run'],
  async run({ rounds, say }): Promise<readonly Figure[]> {
    using folder = scratchFolder();
    const files = writeCases(folder.path);
    say(`${cases} cases in ${files.length} files`);
    const run: Round[] = [];
    await rounds(async () => {
      const parse = await timed(() => files.map((file) => parseDocument(readFileSync(file, 'utf8')).toJS() as unknown).length);
      const engine = engineOn(folder.path);
      const { ms, result } = await timed(() => engine.runCases({ cases: [], target: 'replay' }, quietly()));
      engine.close();
      const { pass, fail } = result.counts;
      if (pass !== cases / 2 || fail !== cases / 2) throw new Error(`Half of the cases should pass and half fail, but the run counted ${JSON.stringify(result.counts)}: ${result.results[0]?.trials[0]?.reason ?? ''}`);
      run.push({ value: ms, against: parse.ms });
    });
    return [figureOf('run', 'ms', 'parse the case files with yaml', run)];
  },
};

/** Every second case expects a tool that its recording did not call. */
function writeCases(folder: string): readonly string[] {
  const casesFolder = join(folder, 'casebook', 'cases');
  const recordings = join(folder, 'casebook', 'recordings');
  mkdirSync(casesFolder, { recursive: true });
  mkdirSync(recordings, { recursive: true });
  const files: string[] = [];
  for (let first = 0; first < cases; first += 50) {
    const file = join(casesFolder, `orders-${String(first).padStart(4, '0')}.case.yaml`);
    const entries = Array.from({ length: 50 }, (_, n) => {
      const id = `order-${first + n}`;
      writeFileSync(join(recordings, `${id}.json`), `${JSON.stringify(recordingOf(id))}\n`);
      return caseText(id, n % 2 === 0 ? 'getOrder' : 'issueRefund');
    });
    writeFileSync(file, `casebook: 1\nsuite: orders\ncases:\n${entries.join('')}`);
    files.push(file);
  }
  return files;
}

function caseText(id: string, tool: string): string {
  return `  - id: ${id}
    query: Where is ${id}?
    expectedTool: ${tool}
    trajectory:
      mode: in_order
      steps:
        - tool: ${tool}
          args: { orderId: ${id} }
    answer:
      match: contains
      value: on its way
      reject: [{ $contains: delivered }]
    kind: capability
    status: active
`;
}

function recordingOf(id: string): Recording {
  const trial: Trial = {
    calls: [{ name: 'getOrder', args: { orderId: id }, index: 0, groupId: null, status: 'ok', result: { id, status: 'shipped' }, startUs: 0, endUs: 40_000, spanId: 's2', step: 2 }],
    output: `Order ${id} is on its way.`, retrieved: null, citations: null, state: null, approvals: null, escalated: null, terminal: 'finished', fallback: null,
    latencyMs: 900, costUsd: 0.001, tokens: 300, turns: 1, feedback: null, redacted: [],
  };
  return { casebook: 1, case: id, source: { traceId: `tr_${id}` }, messages: [{ role: 'user', content: `Where is ${id}?` }], trial, cuts: [] };
}
