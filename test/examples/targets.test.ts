import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CaseResult } from '../../src/core/model/result.ts';
import { createRuns } from '../../src/engine/run.ts';
import { callContext, RunWorkspace } from '../engine/runWorkspace.ts';

// Real programs start slowly where other work runs.
vi.setConfig({ testTimeout: 60_000 });

const example = join(import.meta.dirname, '../../examples/support-agent');
let server: ChildProcess | undefined;
afterEach(() => {
  server?.kill();
  server = undefined;
});

function exampleWorkspace(): RunWorkspace {
  const workspace = new RunWorkspace();
  for (const part of ['agent', 'data', 'casebook']) cpSync(join(example, part), join(workspace.folder, part), { recursive: true });
  return workspace;
}

async function run(workspace: RunWorkspace, target: string) {
  const report = await createRuns(workspace.context).runCases({ cases: [], target }, callContext());
  return { report, outcomes: Object.fromEntries(report.results.map((result) => [result.caseId, result.outcome])) };
}
const callsOf = (results: readonly CaseResult[]) => Object.fromEntries(results.map((result) => [result.caseId, result.trials[0]?.observed?.calls.map(({ name, args, status }) => ({ name, args, status }))]));

/** A port that nobody uses just now. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function serve(workspace: RunWorkspace, otlpPort: number): Promise<string> {
  server = spawn(process.execPath, ['agent/main.mjs', '--tools', 'agent/tools.mended.json', '--serve', '0'], { cwd: workspace.folder, env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${otlpPort}` }, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: server.stdout! })) return line.replace('Listening on ', '');
  throw new Error('The agent did not start.');
}

describe('the example agent', () => {
  test('does the same through every target, once told by its spans alone', async () => {
    using workspace = exampleWorkspace();
    const otlpPort = await freePort();
    const url = await serve(workspace, otlpPort);
    const config = workspace.read('casebook/config.yaml').replace('http://127.0.0.1:8787/', `${url}/`).replace('otlpPort: 4318', `otlpPort: ${otlpPort}`);
    workspace.write('casebook/config.yaml', config);

    const plain = await run(workspace, 'mended');
    expect(Object.values(plain.outcomes)).not.toContain('error');
    expect(Object.values(plain.outcomes).filter((each) => each === 'pass').length).toBeGreaterThan(3);
    for (const target of ['worker', 'spans', 'http']) {
      const { report, outcomes } = await run(workspace, target);
      expect({ target, outcomes }).toEqual({ target, outcomes: plain.outcomes });
      expect({ target, calls: callsOf(report.results) }).toEqual({ target, calls: callsOf(plain.report.results) });
      for (const { trials } of report.results) {
        const file = join(report.folder ?? '', trials[0]?.traceRef?.file ?? 'missing');
        expect(existsSync(file)).toBe(true);
        expect(readFileSync(file, 'utf8')).toContain('invoke_agent support-agent');
      }
    }
  });
});
