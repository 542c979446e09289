import type { CaseRow } from '../../core/model/caseRow.ts';

export type TestCase = { readonly kind: 'case'; readonly key: string; readonly row: CaseRow };
export type TestFile = { readonly kind: 'file'; readonly key: string; readonly label: string; readonly file: string; readonly children: readonly TestCase[] };
export type TestDirectory = { readonly kind: 'directory'; readonly key: string; readonly label: string; readonly children: readonly TestNode[] };
export type TestNode = TestDirectory | TestFile | TestCase;

export type TestLayout = {
  readonly roots: readonly TestNode[];
  /** From a root down to the case. */
  wayTo(file: string, caseId: string): readonly TestNode[] | undefined;
};

const folderOf = (file: string): readonly string[] => file.split('/').slice(0, -1);

function inCommon(files: Iterable<string>): number {
  let common: readonly string[] | undefined;
  for (const file of files) {
    const parts = folderOf(file);
    const shared = common?.findIndex((part, at) => part !== parts[at]) ?? -1;
    common = common === undefined ? parts : shared < 0 ? common : common.slice(0, shared);
  }
  return common?.length ?? 0;
}

/** Two cases of one id in a file are a problem, and both are there to be mended. */
function casesOf(rows: readonly CaseRow[]): readonly TestCase[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const count = (seen.get(row.id) ?? 0) + 1;
    seen.set(row.id, count);
    return { kind: 'case', key: `case ${row.id}${count > 1 ? ` ${count}` : ''}`, row };
  });
}

/** A file of one case that belongs to no suite is that case. */
function fileNode(file: string, rows: readonly CaseRow[]): TestFile | TestCase {
  const children = casesOf(rows);
  const [only] = children;
  if (children.length === 1 && only && only.row.suite === null) return { ...only, key: `${only.key} in ${file}` };
  const name = file.split('/').at(-1) ?? file;
  const suites = new Set(rows.map(({ suite }) => suite));
  const [suite] = suites;
  return { kind: 'file', key: `file ${file}`, label: suites.size === 1 && suite ? suite : name, file, children };
}

/** Cases as the Test Explorer shows them: by folder, beginning where they part, then file, then case. Archived ones are no tests. */
export function layoutTests(all: readonly CaseRow[]): TestLayout {
  const files = Map.groupBy(all.filter(({ status }) => status !== 'archived'), ({ file }) => file);
  const above = inCommon(files.keys());
  type Growing = { readonly folders: Map<string, Growing>; readonly own: TestNode[] };
  const root: Growing = { folders: new Map(), own: [] };
  for (const [file, rows] of files) {
    const parts = folderOf(file);
    let at = root;
    parts.forEach((part, n) => {
      if (n < above) return;
      const next = at.folders.get(part) ?? { folders: new Map(), own: [] };
      at.folders.set(part, next);
      at = next;
    });
    at.own.push(fileNode(file, rows));
  }
  const childrenOf = ({ folders, own }: Growing): readonly TestNode[] => [
    ...[...folders].map(([label, folder]): TestDirectory => ({ kind: 'directory', key: `folder ${label}`, label, children: childrenOf(folder) })),
    ...own,
  ];
  const roots = childrenOf(root);
  let ways: Map<string, readonly TestNode[]> | undefined;
  return {
    roots,
    wayTo(file, caseId) {
      ways ??= waysIn(roots);
      return ways.get(`${file}#${caseId}`);
    },
  };
}

function waysIn(roots: readonly TestNode[]): Map<string, readonly TestNode[]> {
  const ways = new Map<string, readonly TestNode[]>();
  const walk = (nodes: readonly TestNode[], above: readonly TestNode[]): void => {
    for (const node of nodes) {
      const way = [...above, node];
      if (node.kind !== 'case') walk(node.children, way);
      else if (!ways.has(`${node.row.file}#${node.row.id}`)) ways.set(`${node.row.file}#${node.row.id}`, way);
    }
  };
  walk(roots, []);
  return ways;
}

/** All cases at or below a node. */
export function rowsOf(node: TestNode): readonly CaseRow[] {
  return node.kind === 'case' ? [node.row] : node.children.flatMap(rowsOf);
}
