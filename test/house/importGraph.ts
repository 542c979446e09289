import { globSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../scripts/project.mjs';

/** File of the project → what it imports as values: other files of it, or the names of packages. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const asPosix = (path: string): string => path.split(sep).join('/');

export const sourceFiles = (): readonly string[] => globSync(['src/**/*.{ts,tsx}', 'webview/**/*.{ts,tsx}'], { cwd: root }).map(asPosix).sort();

/**
 * esbuild is asked what it would load for each file, so a type import is left out exactly where the bundle leaves it
 * out, and re-exports, `import()`, `require()` and the JSX runtime are counted. `import { type A }` is counted too:
 * what remains of it is `import {}`, which loads the module. `import type { A }` does not.
 */
export async function readImportGraph(files: readonly string[] = sourceFiles()): Promise<ImportGraph> {
  const graph = new Map<string, Set<string>>(files.map((file) => [file, new Set()]));
  await build({
    absWorkingDir: root,
    // Numbered, as the names of two sources may differ in their case or ending alone.
    entryPoints: files.map((file, index) => ({ in: file, out: String(index) })),
    bundle: true,
    write: false,
    outdir: 'nowhere',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
    plugins: [
      {
        name: 'record imports',
        setup({ onResolve }) {
          onResolve({ filter: /.*/ }, ({ kind, path, importer }) => {
            if (kind === 'entry-point') return undefined;
            const target = path.startsWith('.') ? asPosix(relative(root, join(dirname(importer), path))) : path;
            graph.get(asPosix(relative(root, importer)))?.add(target);
            return { path, external: true };
          });
        },
      },
    ],
  });
  return new Map([...graph].map(([file, targets]) => [file, [...targets].sort()]));
}

/** @returns the shortest way from a file to the first import that `isWanted`, both ends included */
export function wayTo(graph: ImportGraph, from: string, isWanted: (target: string) => boolean): readonly string[] | undefined {
  const seen = new Set([from]);
  const ways: string[][] = [[from]];
  for (const way of ways) {
    for (const target of graph.get(way.at(-1) ?? '') ?? []) {
      if (isWanted(target)) return [...way, target];
      if (!seen.has(target)) ways.push([...way, target]);
      seen.add(target);
    }
  }
  return undefined;
}

/** @returns every cycle once, as the way back to its first file */
export function findCycles(graph: ImportGraph): readonly (readonly string[])[] {
  const cycles = new Map<string, readonly string[]>();
  for (const file of graph.keys()) {
    const way = wayTo(graph, file, (target) => target === file);
    const key = way?.toSorted().filter((each, index, all) => each !== all[index - 1]).join('|');
    if (way && key !== undefined && !cycles.has(key)) cycles.set(key, way);
  }
  return [...cycles.values()];
}
