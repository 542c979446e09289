import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Real exports of other projects; a plain clone has none. */
const root = process.env['CASEBOOK_TRACES'];

if (root === undefined || !existsSync(root)) {
  if (process.env['CASEBOOK_REQUIRE'] === '1') throw new Error(`CASEBOOK_TRACES must name the folder of real exports; it is ${root ?? 'not set'}.`);
  console.log('Skipped: real exports. Set CASEBOOK_TRACES to their folder to read them.');
}

export const hasCorpus = root !== undefined && existsSync(root);
export const corpusRoot = root ?? '';

export type CorpusFile = { readonly name: string; readonly bytes: () => Uint8Array; readonly truth: () => Truth | undefined };

/** Another project's own reading of a file, where one stands beside it. */
export type Truth = {
  readonly turns: readonly {
    readonly user_text: string | null;
    readonly final_text: string | null;
    readonly agents?: readonly string[];
    readonly tool_calls: readonly { readonly name: string; readonly args: unknown; readonly result: unknown; readonly is_error: boolean }[];
    readonly tokens?: { readonly input: number | null; readonly output: number | null };
  }[];
};

/** Files below the folder, by names with forward slashes. */
export function corpusFiles(keep: (name: string) => boolean): readonly CorpusFile[] {
  if (root === undefined || !hasCorpus) return [];
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => name.includes('/') && !name.endsWith('.truth.json') && keep(name))
    .sort()
    .map((name) => ({
      name,
      bytes: () => readFileSync(join(root, name)),
      truth: () => {
        const beside = join(root, name.replace(/\.[^.]+$/, '.truth.json'));
        return existsSync(beside) ? (JSON.parse(readFileSync(beside, 'utf8')) as Truth) : undefined;
      },
    }));
}
