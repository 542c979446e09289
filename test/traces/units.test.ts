import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { readJsonValues } from '../../src/core/formats/jsonValues.ts';
import { tokensOf } from '../../src/core/trajectory/totals.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { corpusFiles, corpusRoot, hasCorpus } from './corpus.ts';
import { jsonFilesIn } from './jsonFilesIn.ts';

/**
 * What is read from each real export: a file, or a folder or zip that is one run. The counts are also counted on the raw JSON, by an
 * expression over the list of all its values, so that neither the reader nor a person is the only witness.
 */
type Unit = { readonly unit: string } & (
  | {
      readonly format: string;
      readonly traces: number;
      /** Different messages of each trace, and tool calls, as an import reports them. */
      readonly messages: number;
      readonly toolCalls: number;
      /** JSONata expressions; `$` is the list of all JSON values, file by file. */
      readonly by: { readonly traces?: string; readonly messages?: string; readonly toolCalls?: string };
      readonly warnings: readonly string[];
    }
  /** No trace by itself; the reason has to be in the refusal. */
  | { readonly refused: string }
);

const folder = new URL('units/', import.meta.url);
const units = readdirSync(folder).filter((name) => name.endsWith('.json')).flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as readonly Unit[]);

describe.runIf(hasCorpus)('each real export', () => {
  test('is listed, alone or as a part of a unit', () => {
    const listed = (name: string) => units.some(({ unit }) => name === unit || name.startsWith(`${unit}/`));
    expect(corpusFiles((name) => !listed(name)).map(({ name }) => name)).toEqual([]);
    expect(units.filter(({ unit }) => !existsSync(join(corpusRoot, unit)))).toEqual([]);
  });

  test.each(units.map((each) => [each.unit, each] as const))('%s', async (_, expected) => {
    using workspace = new TemporaryWorkspace();
    const path = join(corpusRoot, expected.unit);
    const report = await workspace.engine.importFiles({ paths: [path] }, call as never);
    if ('refused' in expected) {
      expect(report.traces).toBe(0);
      expect(report.files.map((each) => each.error).join('\n')).toContain(expected.refused);
      return;
    }
    const { unit, by, format, ...counts } = expected;
    expect([...new Set(report.files.map((each) => each.format))]).toEqual([format]);
    const sum = (pick: 'traces' | 'messages' | 'toolCalls') => report.files.reduce((total, each) => total + each[pick], 0);
    const warnings = report.files.flatMap((each) => each.warnings.map(({ message }) => message));
    expect({ traces: report.traces, messages: sum('messages'), toolCalls: sum('toolCalls'), warnings }).toEqual(counts);

    // Tokens of a list's row are those of the steps that count.
    const { traces } = await workspace.engine.listTraces({}, call);
    const rows = new Map(traces.map(({ id, inputTokens, outputTokens }) => [id, { input: inputTokens, output: outputTokens }]));
    for (const { id, spans } of workspace.stored()) {
      const { counted: steps, inputFrom, outputFrom } = tokensOf(spans);
      const added = (count: 'input' | 'output', from: string | null) => {
        const known = spans.flatMap((span) => (steps.has(span.id) ? (span.usage?.[count] ?? []) : []));
        return known.length === 0 ? (from === 'whole' ? rows.get(id)?.[count] : null) : known.reduce((a, b) => a + b);
      };
      expect({ input: added('input', inputFrom), output: added('output', outputFrom) }, id).toEqual(rows.get(id));
    }

    const values = jsonFilesIn(path, statSync(path).isDirectory()).flatMap((bytes) => [...readJsonValues([bytes])].flatMap((item) => (item.type === 'value' ? [item.value] : [])));
    const counted = async (expression: string | undefined, otherwise: number) => (expression === undefined ? otherwise : Number((await jsonata(expression).evaluate(values)) as unknown));
    expect({
      traces: await counted(by.traces, counts.traces), messages: await counted(by.messages, counts.messages), toolCalls: await counted(by.toolCalls, counts.toolCalls),
    }).toEqual({ traces: counts.traces, messages: counts.messages, toolCalls: counts.toolCalls });
  });
});
