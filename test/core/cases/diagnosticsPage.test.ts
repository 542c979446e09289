import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codeMeanings } from '../../../src/core/cases/codes.ts';
import { severityOf } from '../../../src/core/cases/severity.ts';
import { readWants } from './wants.ts';

// The page that a code links to: what it means, how much it weighs, a line that has it, and what mends it.
const path = join(import.meta.dirname, '../../../media/diagnostics.md');
const folder = join(import.meta.dirname, '../../fixtures/cases');
const toolFolder = join(import.meta.dirname, '../../fixtures/perception');

type Example = { readonly line: string; readonly fixes: Set<string> };

function examples(): ReadonlyMap<string, Example> {
  const found = new Map<string, Example>();
  const files = [...readdirSync(folder).filter((each) => each.endsWith('.case.yaml')).map((name) => join(folder, name)), ...readdirSync(toolFolder).map((name) => join(toolFolder, name))];
  for (const file of files) {
    const { text, wants } = readWants(readFileSync(file, 'utf8'));
    for (const { code, line, fix } of wants) {
      const written = text.split('\n')[line - 1]?.trim() ?? '';
      const example = found.get(code) ?? { line: written, fixes: new Set() };
      if (fix !== undefined && example.line === written) example.fixes.add(fix);
      found.set(code, example);
    }
  }
  return found;
}

const severities = { error: 'Error', warning: 'Warning', hint: 'Hint', info: 'Information' } as const;
const parts: readonly (readonly [RegExp, string])[] = [
  [/^CB0/, 'Structure'], [/^CB1/, 'Identity, input and origin'], [/^CB2/, 'Trajectory'], [/^CB3/, 'Answer and output contract'], [/^CB4/, 'Retrieval and grounding'],
  [/^CB5/, 'Policy'], [/^CB6/, 'Budgets and metadata'], [/^CB7/, 'Judges'], [/^CB8/, 'config.yaml, taxonomy.yaml and release.yaml'], [/^CB9/, 'Imported cases'], [/^CT1/, 'Names and descriptions of tools'], [/^CJ1/, 'Journals of labels and feedback'],
];

function page(): string {
  const known = examples();
  const lines = [
    '# Diagnostics', '',
    'What Casebook says about the files you write, in the editor and by `casebook validate`. Errors and, with `--strict`, warnings set the exit code; hints never do.', '',
    'A finding that you know better about can be disabled for the line below a comment. The reason is required:', '',
    '```yaml', '# casebook-disable-next-line CB602 the cache really answers in 8 ms', 'latencyMs: 8', '```', '',
    'Rules that need the index of traces, or a settings file, say nothing where it is absent.', '',
  ];
  for (const [pattern, title] of parts) {
    lines.push(`## ${title}`, '');
    for (const code of Object.keys(codeMeanings).filter((each) => pattern.test(each)).toSorted()) {
      const example = known.get(code);
      lines.push(`### ${code}`, '', `${severities[severityOf(code)]}. ${codeMeanings[code]}`, '');
      if (example) lines.push('```yaml', example.line, '```', '');
      if (example && example.fixes.size > 0) lines.push(`Quick fix: ${[...example.fixes].slice(0, 3).join('; ')}.`, '');
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

test('media/diagnostics.md explains every code; UPDATE=1 writes it anew', () => {
  if (process.env['UPDATE']) writeFileSync(path, page());
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(page());
});

test('every code stands in one part of the page', () => {
  expect(Object.keys(codeMeanings).filter((code) => parts.filter(([pattern]) => pattern.test(code)).length !== 1)).toEqual([]);
});
