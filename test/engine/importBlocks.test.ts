import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ImportSizes } from '../../src/engine/importSizes.ts';
import { usualSizes } from '../../src/engine/importSizes.ts';
import type { ImportProgress } from '../../src/protocol/importApi.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { databaseContent } from './databaseContent.ts';
import { chatSpan, otlpRequest, textMessage } from './otlpLines.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

/** A large file is read block by block in threads of their own; what comes out is what comes of reading it from line to line. */
const writeThread = new URL('../../src/store/writeThread.ts', import.meta.url);
const readThread = new URL('../../src/engine/readThread.ts', import.meta.url);

/** An eighth of what is usual, with texts an eighth as long: as many blocks and batches. */
const importSizes = Object.fromEntries(Object.entries(usualSizes).map(([what, bytes]) => [what, bytes / 8])) as ImportSizes;
/** Nothing that full text would index, and no base64. */
const padding = '. '.repeat(12_000);
const key = `sk-proj-${'a1B2c3D4e5'.repeat(4)}`;
const run = (n: number, id = 'first', filling = padding) => otlpRequest(chatSpan({ trace: `run ${n}`, id, start: n, end: n + 1 }, [textMessage('user', `question ${n} ${filling} ${n % 10 === 0 ? key : ''}`)], textMessage('assistant', id)));
const runs = Array.from({ length: 170 }, (_, n) => run(n));
const piece = (n: number) => otlpRequest({ trace: `run ${n}`, id: 'piece', start: n, end: n + 2 });

const steps: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'whole traces': [[`${runs.join('\n')}\n`]],
  'pieces of traces in other blocks': [[[...runs.flatMap((line, n) => (n % 8 === 7 ? [line, piece(n - 7), piece(n)] : [line])), piece(0), piece(169)].join('\n')]],
  'all traces in pieces that lie apart': [[[...runs.map((_, n) => piece(n)), ...runs, ...runs.map((_, n) => run(n, 'third', ''))].join('\n')]],
  'a line in the middle that is no JSON, and a last one that is not whole': [[[...runs.slice(0, 90), '{"resourceSpans":', ...runs.slice(90), runs[0]?.slice(0, 500)].join('\n')]],
  'lines that something is said of': [[[...runs.slice(0, 60), JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [7] }] }] }), ...runs.slice(60)].join('\n')]],
  'values on several lines': [[[...runs.slice(0, 40), JSON.stringify(JSON.parse(run(40)), null, 2), ...runs.slice(41)].join('\n')]],
  'a file that grows': [[`${runs.join('\n')}\n${runs[3]?.slice(0, 99)}`], [`${runs[3]?.slice(99)}\n${runs.map((_, n) => run(n + 100, 'later')).join('\n')}\n`]],
};

test.each(Object.keys(steps))('%s', async (name) => {
  using inBlocks = new TemporaryWorkspace({ writeThread, readThread, importSizes });
  using inTurn = new TemporaryWorkspace({ writeThread, importSizes });
  for (const workspace of [inBlocks, inTurn]) workspace.write('before.jsonl', `${run(5, 'before')}\n${piece(6)}\n`);
  for (const workspace of [inBlocks, inTurn]) await workspace.import('before.jsonl');
  for (const [text = ''] of steps[name] ?? []) {
    const reports = [];
    for (const workspace of [inBlocks, inTurn]) {
      appendFileSync(workspace.path('large.jsonl'), text);
      reports.push((await workspace.import('large.jsonl')).files);
    }
    expect(reports[0]).toEqual(reports[1]);
    inBlocks.restart();
    inTurn.restart();
    expect(databaseContent(inBlocks.path('.casebook'))).toEqual(databaseContent(inTurn.path('.casebook')));
  }
  expect((await inBlocks.import('large.jsonl')).files).toEqual((await inTurn.import('large.jsonl')).files);
}, 120_000);

test('it ends when it is cancelled, keeps what was written, and reads on the next time', async () => {
  using workspace = new TemporaryWorkspace({ writeThread, readThread, importSizes });
  workspace.write('large.jsonl', runs.join('\n'));
  const abort = new AbortController();
  const call: CallContext<ImportProgress> = { signal: abort.signal, progress: ({ traces }) => { if (traces > 0) abort.abort(); } };
  const stopped = await workspace.engine.importFiles({ paths: [workspace.path('large.jsonl')] }, call);
  expect(stopped.cancelled).toBe(true);
  expect(stopped.traces).toBeGreaterThan(0);
  expect(stopped.traces).toBeLessThan(170);
  expect((await workspace.import('large.jsonl')).files[0]).toMatchObject({ traces: 170, error: null });
}, 60_000);
