import type { Span } from '../model/span.ts';
import type { TrajectoryNote } from '../model/trajectory.ts';
import { exportedIdKey, exportedIdOf } from './sharedIds.ts';

export type PlacedNode = { readonly node: SpanNode; readonly depth: number; readonly parent: SpanNode | null };

export type SpanNode = { readonly span: Span; readonly children: SpanNode[] };

/**
 * Spans as a forest, in reading order. Nothing is dropped: a span whose parent is missing stands at the top, a cycle is
 * cut at its earliest span, and each mend is said in a note.
 */
export function buildTree(spans: readonly Span[]): { roots: SpanNode[]; notes: TrajectoryNote[] } {
  const notes: TrajectoryNote[] = [];
  const nodes = new Map<string, SpanNode>();
  for (const span of spans) nodes.set(span.id, { span, children: [] });
  const parents = new Map<string, string | null>();
  const orphans: Span[] = [];
  const twins = renamedSpans(spans);
  for (const span of spans) {
    const known = span.parentId !== null && nodes.has(span.parentId);
    if (span.parentId !== null && !known) orphans.push(span);
    parents.set(span.id, known ? parentAmong(twins, span, nodes) : null);
  }
  if (orphans.length === 1) notes.push({ spanId: orphans[0]!.id, message: `The parent of ${orphans[0]!.name} is not in the export; the step stands at the top.` });
  else if (orphans.length > 1) notes.push({ spanId: orphans[0]!.id, message: `The parents of ${orphans.length} steps are not in the export; these steps stand at the top.` });
  cutCycles(spans, parents, notes);

  const roots: SpanNode[] = [];
  for (const span of spans) {
    const parent = parents.get(span.id) ?? null;
    (parent === null ? roots : nodes.get(parent)!.children).push(nodes.get(span.id)!);
  }
  sortSiblings(roots);
  for (const node of nodes.values()) sortSiblings(node.children);
  return { roots, notes };
}

/** Spans that had to give way to another with their id, by that id. */
function renamedSpans(spans: readonly Span[]): ReadonlyMap<string, readonly Span[]> {
  const renamed = new Map<string, Span[]>();
  for (const span of spans) {
    if (!(exportedIdKey in span.attributes)) continue;
    const id = exportedIdOf(span);
    const same = renamed.get(id);
    if (same) same.push(span);
    else renamed.set(id, [span]);
  }
  return renamed;
}

/** Where several spans came under the parent's id, the one of the same file is meant. */
function parentAmong(twins: ReadonlyMap<string, readonly Span[]>, { parentId, place }: Span, nodes: ReadonlyMap<string, SpanNode>): string | null {
  const others = parentId === null ? undefined : twins.get(parentId);
  if (parentId === null || others === undefined || place === null || nodes.get(parentId)?.span.place?.file === place.file) return parentId;
  return others.find((each) => each.place?.file === place.file)?.id ?? parentId;
}

function cutCycles(spans: readonly Span[], parents: Map<string, string | null>, notes: TrajectoryNote[]): void {
  const safe = new Set<string>();
  for (const span of spans) {
    if (isTop(parents, span.id, safe)) {
      safe.add(span.id);
      continue;
    }
    const path: string[] = [];
    const onPath = new Set<string>();
    let id: string | null = span.id;
    while (id !== null && !safe.has(id) && !onPath.has(id)) {
      path.push(id);
      onPath.add(id);
      id = parents.get(id) ?? null;
    }
    if (id !== null && onPath.has(id)) {
      const cycle = new Set(path.slice(path.indexOf(id)));
      const earliest = spans.filter((each) => cycle.has(each.id)).reduce((a, b) => (b.seq < a.seq ? b : a));
      parents.set(earliest.id, null);
      notes.push({ spanId: earliest.id, message: cycle.size === 1 ? `${earliest.name} names itself as parent; it stands at the top.` : `${cycle.size} steps name each other as parent; the circle is cut at ${earliest.name}.` });
    }
    for (const each of path) safe.add(each);
  }
}

/** Whether nothing stands above it, or only what is known to be in no circle. */
function isTop(parents: ReadonlyMap<string, string | null>, id: string, safe: ReadonlySet<string>): boolean {
  const parent = parents.get(id) ?? null;
  return parent === null || (parent !== id && safe.has(parent));
}

/** By start time where all siblings have one, else in the recorded order: a clock is never invented. */
function sortSiblings(nodes: SpanNode[]): void {
  if (nodes.length < 2) return;
  const timed = nodes.every((node) => node.span.startUs !== null);
  nodes.sort((a, b) => (timed ? a.span.startUs! - b.span.startUs! : 0) || a.span.seq - b.span.seq);
}

/** Depth first, parents before children. Iterative: traces may be nested deeper than the stack. */
export function walk(roots: readonly SpanNode[]): readonly PlacedNode[] {
  const order: PlacedNode[] = [];
  const stack: PlacedNode[] = [];
  const add = (nodes: readonly SpanNode[], depth: number, parent: SpanNode | null) => {
    for (let at = nodes.length - 1; at >= 0; at--) stack.push({ node: nodes[at]!, depth, parent });
  };
  add(roots, 0, null);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    order.push(at);
    add(at.node.children, at.depth + 1, at.node);
  }
  return order;
}
