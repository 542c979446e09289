import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { otlpRequest, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';
import { zipOf } from './zipFiles.ts';

const secret = `ghp_${'a1B2'.repeat(9)}`;
const line = (trace: string, id: string) => otlpRequest({ trace, id, attributes: { token: secret, note: `für ${id}` } });

describe('the original record', () => {
  test.each<[string, (text: string) => string | Uint8Array]>([
    ['export.jsonl', (text) => text],
    ['export.jsonl.gz', (text) => gzipSync(text)],
    ['export.zip', (text) => zipOf([{ name: 'inner/export.jsonl', content: text }, { name: 'readme.txt', content: 'hi' }])],
  ])('is read again from %s, with what the import replaced', async (name, pack) => {
    using workspace = new TemporaryWorkspace();
    workspace.write(name, pack(`${line('alpha', 'one')}\n${line('beta', 'two')}\n${line('alpha', 'three')}\n`));
    await workspace.import(name);
    const alpha = traceIdOf('alpha');
    expect(JSON.stringify(workspace.stored())).not.toContain(secret);
    expect(workspace.engine.readOriginal({ trace: traceIdOf('beta'), n: 1 }, call)).toMatchObject({ text: line('beta', 'two'), records: 1 });
    expect(workspace.engine.readOriginal({ trace: alpha }, call)).toMatchObject({ text: `${line('alpha', 'one')}\n${line('alpha', 'three')}`, records: 2 });
  });

  test('is not given when the file is gone or has changed', async () => {
    using workspace = new TemporaryWorkspace();
    const file = workspace.write('export.jsonl', `${line('alpha', 'one')}\n`);
    await workspace.import('export.jsonl');
    const read = () => workspace.engine.readOriginal({ trace: traceIdOf('alpha') }, call);
    appendFileSync(file, `${line('beta', 'two')}\n`);
    expect(read()).toMatchObject({ text: line('alpha', 'one') });
    writeFileSync(file, `${line('alpha', 'two')}\n`);
    expect(read).toThrow(/export\.jsonl has changed since it was imported/);
    rmSync(file);
    expect(read).toThrow(/export\.jsonl has moved or was deleted/);
  });
});
