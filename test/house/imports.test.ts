import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { inProject, root } from '../../scripts/project.mjs';
import { findCycles, readImportGraph, sourceFiles, wayTo, type ImportGraph } from './importGraph.ts';
import { importTable, type ImportRule } from './importTable.ts';

const covers = (pattern: string, target: string): boolean => {
  if (pattern === 'node:*') return target.startsWith('node:');
  if (pattern.endsWith('/')) return target.startsWith(pattern);
  return target === pattern || target.startsWith(`${pattern}/`);
};

const ruleOf = (file: string): ImportRule | undefined =>
  importTable.filter(({ folder }) => covers(folder, file)).sort((a, b) => b.folder.length - a.folder.length)[0];

/** A file with a rule of its own belongs to its folder all the same: the folder may import it. */
const mayImport = (rule: ImportRule, target: string): boolean => {
  const home = rule.folder.endsWith('/') ? rule.folder : `${rule.folder.slice(0, rule.folder.lastIndexOf('/'))}/`;
  const ownFolder = rule.folder === 'src/protocol/rpc.ts' ? [] : [home];
  return [...ownFolder, ...rule.may].some((pattern) => covers(pattern, target));
};

const forbiddenImports = (graph: ImportGraph): readonly string[] =>
  [...graph].flatMap(([file, targets]) => {
    const rule = ruleOf(file);
    if (!rule) return [`${file} lies in no folder of the import table`];
    return targets.filter((target) => !mayImport(rule, target)).map((target) => `${file} → ${target}\n  ${rule.because}\n  (for a type, write "import type")`);
  });

const forbiddenReach = (graph: ImportGraph): readonly string[] =>
  [...graph.keys()].flatMap((file) =>
    Object.entries(ruleOf(file)?.neverReaches ?? {}).flatMap(([pattern, reason]) => {
      const way = wayTo(graph, file, (target) => covers(pattern, target));
      return way ? [`${way.join(' → ')}\n  ${reason}`] : [];
    }),
  );

describe('the import table', () => {
  let graph: ImportGraph;
  beforeAll(async () => {
    graph = await readImportGraph();
  });

  test('sees the sources and what they import', () => {
    expect(graph.size).toBeGreaterThan(10);
    expect(graph.get('src/core/model/trace.ts')).toContain('zod');
  });

  test('is kept by every import', () => expect(forbiddenImports(graph)).toEqual([]));

  test('is not got round through others', () => expect(forbiddenReach(graph)).toEqual([]));

  test('leaves nothing that imports itself in a circle', () => {
    expect(findCycles(graph).map((way) => way.join(' → '))).toEqual([]);
  });

  test('keeps entries at the end: nobody imports a main.ts', () => {
    const imports = [...graph].flatMap(([file, targets]) => targets.filter((target) => /(^|\/)main\.tsx?$/.test(target)).map((target) => `${file} → ${target}`));
    expect(imports).toEqual([]);
  });

  test('leads only to files that exist', () => {
    const files = new Set(sourceFiles());
    const missing = [...graph].flatMap(([file, targets]) => targets.filter((target) => /^(src|webview)\/.*\.tsx?$/.test(target) && !files.has(target)).map((target) => `${file} → ${target}`));
    expect(missing).toEqual([]);
  });
});

describe('the check itself', () => {
  const broken: ImportGraph = new Map([
    ['src/core/model/trace.ts', ['node:fs', 'src/core/trajectory/steps.ts']],
    ['src/core/trajectory/steps.ts', ['src/core/model/trace.ts']],
    ['src/core/display/time.ts', ['zod']],
    ['src/cli/list.ts', ['src/store/open.ts', 'src/engine/engine.ts']],
    ['src/server/connection.ts', ['node:fs', 'src/server/files.ts']],
    ['webview/tree.tsx', ['src/core/display/time.ts', 'src/core/display-more/x.ts']],
  ]);
  const first = (lines: readonly string[]): readonly string[] => lines.map((line) => line.split('\n')[0] ?? '');

  test('names each forbidden import', () => {
    expect(first(forbiddenImports(broken))).toEqual([
      'src/core/model/trace.ts → node:fs',
      'src/cli/list.ts → src/store/open.ts',
      'src/server/connection.ts → node:fs',
      'webview/tree.tsx → src/core/display-more/x.ts',
    ]);
  });

  test('names the whole way to what must not be reached', () => {
    expect(first(forbiddenReach(broken))).toContain('webview/tree.tsx → src/core/display/time.ts → zod');
    expect(first(forbiddenReach(broken))).toContain('src/core/trajectory/steps.ts → src/core/model/trace.ts → node:fs');
  });

  test('finds a circle once', () => {
    expect(findCycles(broken)).toEqual([['src/core/model/trace.ts', 'src/core/trajectory/steps.ts', 'src/core/model/trace.ts']]);
  });
});

test('core uses no globals of Node', () => {
  // Compiled without Node's types, `Buffer` and `process` are unknown names. Other errors are the type check's to report.
  const tsc = inProject('node_modules', 'typescript', 'bin', 'tsc');
  const { stdout, error } = spawnSync(process.execPath, [tsc, '-p', inProject('test', 'house', 'tsconfig.core.json')], { cwd: root, encoding: 'utf8' });
  expect(error).toBeUndefined();
  const unknown = stdout.split('\n').filter((line) => /Cannot find name|no exported member|has no index signature/.test(line) && /'(Buffer|process|typeof globalThis)'/.test(line));
  expect(unknown).toEqual([]);
}, 60_000);
