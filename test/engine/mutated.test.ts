import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formats } from '../../src/core/formats/registry.ts';
import { createRandom, mutations, planted } from './mutations.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

const fixtures = fileURLToPath(new URL('../fixtures/formats/', import.meta.url));
/** Put together here, so that no scanner takes this file for a leak. Letters of one case: full text would keep them as one word. */
const secret = ['sk-ant', '-api03-', 'q7w2e9r4t6y1u8i3o5p0a2s4d6f8g1h3j5k7l9z2x4c6v8b0n1m3'].join('');
const needle = 'q7w2e9r4t6y1u8i3o5p0a2s4d6f8g1h3j5k7l9z2x4c6v8b0n1m3';

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name)).sort();
}

const good = JSON.stringify({ messages: [{ role: 'user', content: 'Where is the good neighbour?' }, { role: 'assistant', content: 'Here it is.' }], id: 'good' });

describe.each(formats.map(({ id }) => id))('%s, damaged', (id) => {
  const files = filesUnder(join(fixtures, id)).filter((path) => !path.endsWith('.expected.json'));

  test('costs nothing but itself: no crash, no lost neighbour, no stored secret, nothing written elsewhere', async () => {
    using workspace = new TemporaryWorkspace();
    const seed = [...id].reduce((sum, each) => sum * 31 + each.charCodeAt(0), 7) | 0;
    const random = createRandom(seed);
    let hidden = 0;
    Object.entries(mutations).forEach(([name, mutate], index) => {
      for (let round = 0; round < 2; round++) {
        const file = files[random.below(files.length)]!;
        const damaged = mutate(readFileSync(file), random);
        const withSecret = planted(damaged, secret, random);
        if (withSecret) hidden++;
        workspace.write(`damaged/${index}-${round}-${name.replaceAll(' ', '-')}${file.slice(file.lastIndexOf('.'))}`, withSecret ?? damaged);
      }
    });
    workspace.write('damaged/good.jsonl', `${good}\n`);
    const before = filesUnder(workspace.folder).length;

    const report = await workspace.import('damaged');
    expect(hidden, `seed ${seed}`).toBeGreaterThan(0);
    expect(report.cancelled).toBe(false);
    expect(report.files.find((each) => each.path === 'damaged/good.jsonl')).toMatchObject({ format: 'chat', traces: 1, error: null });
    const { traces } = await workspace.engine.listTraces({}, { signal: new AbortController().signal, progress() {} });
    expect(traces.some((each) => each.nativeId === 'good' && each.answer === 'Here it is.')).toBe(true);
    for (const { id: trace } of traces) await workspace.engine.openTrajectory({ trace }, { signal: new AbortController().signal, progress() {} });
    expect(JSON.stringify(report)).not.toContain(needle);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();

    workspace.engine.close();
    const now = filesUnder(workspace.folder);
    const index = now.filter((path) => path.startsWith(workspace.path('.casebook')));
    expect(now.length - index.length, 'files outside of the index').toBe(before);
    for (const path of index.filter((each) => statSync(each).size > 0)) expect(readFileSync(path).includes(needle), `${path}, seed ${seed}`).toBe(false);
    for (const line of workspace.logged) expect(line).not.toContain(needle);
  }, 30_000);
});
