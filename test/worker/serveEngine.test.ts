import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import type { EngineApi } from '../../src/protocol/engineApi.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import { connect } from '../../src/protocol/rpc.ts';
import type { LogLine } from '../../src/protocol/threadPort.ts';
import { isLogLine, threadPort } from '../../src/protocol/threadPort.ts';
import { serveEngine } from '../../src/worker/serveEngine.ts';
import { otlpRequest, traceIdOf } from '../engine/otlpLines.ts';
import { TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** An engine behind a real message port, as the editor sees it. */
function served(): { client: Client<EngineApi>; lines: LogLine[]; workspace: TemporaryWorkspace } {
  const workspace = new TemporaryWorkspace();
  const { port1, port2 } = new MessageChannel();
  const lines: LogLine[] = [];
  port2.on('message', (message) => { if (isLogLine(message)) lines.push(message); });
  const stop = serveEngine(port1, { workspace: workspace.folder, fallbackStorage: workspace.path('fallback') });
  const { client, close } = connect<EngineApi>(threadPort(port2), 'engine');
  ends.push(() => {
    close('over');
    stop();
    port1.close();
    workspace[Symbol.dispose]();
  });
  return { client, lines, workspace };
}

test('import with progress, then list, through the port', async () => {
  const { client, workspace } = served();
  const path = workspace.write('export.jsonl', otlpRequest({ trace: 'one', id: 'root', start: 0, end: 1 }));
  const told: number[] = [];
  const report = await client.importFiles({ paths: [path] }, { onProgress: ({ traces }) => told.push(traces) });
  expect(report).toMatchObject({ traces: 1, cancelled: false });
  expect(told.at(-1)).toBe(1);
  expect((await client.listTraces({})).traces[0]).toMatchObject({ nativeId: traceIdOf('one') });
});

test('a refusal crosses as code, sentence and hint, without a stack', async () => {
  const { client } = served();
  await expect(client.findTrace({ trace: 'nope' })).rejects.toMatchObject({ code: 'no-such-trace', message: 'There is no trace nope: nothing has been imported yet.', hint: 'Import an export first: casebook import <file>.' });
});

test('arguments that are not what they should be are refused', async () => {
  const { client } = served();
  await expect(client.listTraces({ limit: -1 })).rejects.toMatchObject({ code: 'bad-arguments' });
  await expect(client.importFiles({ paths: [], extra: true } as never)).rejects.toMatchObject({ code: 'bad-arguments' });
  await expect((client as unknown as { drop: (args: object) => Promise<void> }).drop({})).rejects.toMatchObject({ code: 'unknown-method' });
});

test('a bug crosses as one sentence; its stack goes to the log', async () => {
  const { client, lines, workspace } = served();
  workspace.write('casebook/recordings', 'a file where nobody expects one');
  await expect(client.listTraces({})).rejects.toMatchObject({ code: 'bug', message: 'Something in Casebook itself went wrong.' });
  expect(lines).toMatchObject([{ level: 'error', detail: expect.stringContaining('at ') as string }]);
});

test('a running import can be cancelled from the other side', async () => {
  const { client, workspace } = served();
  const path = workspace.write('export.jsonl', Array.from({ length: 900 }, (_, n) => otlpRequest({ trace: `t${n}`, id: 'root' })).join('\n'));
  const controller = new AbortController();
  const running = client.importFiles({ paths: [path] }, { signal: controller.signal, onProgress: () => controller.abort() });
  await expect(running).resolves.toMatchObject({ cancelled: true });
});
