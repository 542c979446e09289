import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Trace } from '../../src/core/model/trace.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

const [trace, agent, turn, tool, score] = readFileSync(new URL('../fixtures/formats/langfuse/blob-rows.jsonl', import.meta.url), 'utf8').split('\n');

/** As the blob storage export writes them: by table, and by hour. */
const files: Readonly<Record<string, string>> = {
  'traces/2026-03-02-10.jsonl': `${trace}\n`, 'observations_v2/2026-03-02-10.jsonl': `${tool}\n${agent}\n`, 'observations_v2/2026-03-02-11.jsonl': `${turn}\n`, 'scores/2026-03-02-10.jsonl': `${score}\n`,
};

async function imported(names: readonly string[], oneByOne: boolean): Promise<readonly Omit<Trace, 'file'>[]> {
  using workspace = new TemporaryWorkspace();
  for (const name of names) workspace.write(name, files[name] ?? '');
  if (oneByOne) for (const name of names) await workspace.import(name);
  else await workspace.import(...names);
  return workspace.stored().map(({ file: _, ...rest }) => ({ ...rest, spans: rest.spans.map((span) => ({ ...span, place: null })) }));
}

test('the tables of a blob storage export become one trace, whichever comes first', async () => {
  const names = Object.keys(files);
  const expected = await imported(names, false);
  expect(expected).toMatchObject([{
    header: { name: 'refund', userId: 'u-cy', sessionId: 's-10', tags: ['refunds'], scores: [{ name: 'policy', value: false, source: 'judge', spanId: '00000000000000c2' }] },
    spans: [{ id: 'trace', synthetic: true }, { name: 'refund-agent' }, { name: 'decide', parentId: '00000000000000c1', usage: { input: 1040 } }, { name: 'refund', tool: { arguments: { order: 12 } } }],
  }]);
  for (let turns = 0; turns < names.length; turns++) {
    const rotated = [...names.slice(turns), ...names.slice(0, turns)];
    expect(await imported(rotated, true)).toEqual(expected);
    expect(await imported(rotated.toReversed(), true)).toEqual(expected);
  }
});
