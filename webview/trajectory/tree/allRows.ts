import type { Repeat } from '../../../src/core/model/insights.ts';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { arrange } from './arrange.ts';
import type { Node } from './arrange.ts';
import { repeatRuns } from './repeatRuns.ts';
import type { RepeatRun } from './repeatRuns.ts';
import type { GroupLine, Idle, Row } from './rows.ts';
import type { VisibleTree } from './visibleTree.ts';

/** Every row there can be, unfolded, in reading order. What is folded or out of the range is left out of it in one pass, so that folding costs little. */
export type AllRows = {
  readonly rows: readonly Row[];
  /** Index after the last row that stands under row i. */
  readonly ends: Int32Array;
  /** Index of the row that row i stands under, or -1. */
  readonly above: Int32Array;
  readonly indexOf: ReadonlyMap<number, number>;
  /** Row i as it is drawn folded. */
  foldedRow(index: number): Row;
};

export type Arrangement = {
  readonly repeats: readonly Repeat[];
  readonly idle: ReadonlyMap<number, Idle>;
};

/** Rows that deep are indented no further, so that lines would stand on one another. */
const mostLines = 24;
const noRuns: ReadonlyMap<number, RepeatRun> = new Map();

type Group = { readonly kind: GroupLine['kind']; readonly depth: number; readonly first: number; end: number };
type Frame = {
  readonly nodes: readonly Node[];
  index: number;
  readonly depth: number;
  readonly above: number;
  readonly parent: number | null;
  readonly groups: readonly Group[];
  readonly lines: readonly GroupLine[];
  /** The one that ends with this frame. */
  readonly own: Group | null;
};

export function allRows(tree: VisibleTree, { repeats, idle }: Arrangement): AllRows {
  const { children, parents } = tree;
  const runsBy = repeatRuns(repeats, children, parents);
  const nodesUnder = (parent: number | null): readonly Node[] => {
    const runs = runsBy.get(parent);
    return arrange({ steps: children.get(parent) ?? [], runs: runs ? new Map(runs.map((run) => [run.start, run])) : noRuns, idle, stepNode });
  };
  const stepNode = (step: TrajectoryStep, after: Idle | null): Node => {
    const hasChildren = children.has(step.n);
    return {
      row: { type: 'step', key: step.n, step, foldable: hasChildren, after },
      line: null,
      children: hasChildren ? () => nodesUnder(step.n) : null,
    };
  };

  const rows: Row[] = [];
  const ends: number[] = [];
  const aboves: number[] = [];
  const groupsOf: (readonly Group[])[] = [];
  const stack: Frame[] = [{ nodes: nodesUnder(null), index: 0, depth: 0, above: -1, parent: null, groups: [], lines: [], own: null }];
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const node = frame.nodes[frame.index++];
    if (!node) {
      stack.pop();
      if (frame.above >= 0) ends[frame.above] = rows.length;
      if (frame.own) {
        frame.own.end = rows.length;
        rows[rows.length - 1] = withEnds(rows.at(-1)!, groupsOf.at(-1)!, rows.length);
      }
      continue;
    }
    const index = rows.length;
    const { depth } = frame;
    const isDeep = frame.groups.length >= mostLines;
    const own: Group | null = node.line === null || isDeep ? null : { kind: node.line, depth, first: index, end: index };
    const groups = own ? [...frame.groups, own] : frame.groups;
    const lines = own ? [...frame.lines, { kind: own.kind, depth, first: false, last: false }] : frame.lines;
    const ownLines = own ? [...frame.lines, { kind: own.kind, depth, first: true, last: false }] : lines;
    const { row } = node;
    // Most rows are steps; named one by one, their keys cost nothing.
    rows.push(row.type === 'step'
      ? { type: 'step', key: row.key, step: row.step, foldable: row.foldable, after: row.after, depth, parent: frame.parent, folded: false, lines: ownLines }
      : { ...row, depth, parent: frame.parent, folded: false, lines: ownLines } as Row);
    ends.push(index + 1);
    aboves.push(frame.above);
    groupsOf.push(groups);
    const nodes = node.children?.() ?? [];
    if (nodes.length === 0 && own === null) continue;
    // The rounds that were folded stand beside those before them.
    const isRounds = node.row.type === 'rounds';
    stack.push({ nodes, index: 0, depth: isRounds ? depth : depth + 1, above: index, parent: isRounds ? frame.parent : node.row.key, groups, lines, own });
  }
  return {
    rows, ends: Int32Array.from(ends), above: Int32Array.from(aboves), indexOf: new Map(rows.map((row, index) => [row.key, index])),
    foldedRow: (index) => ({ ...withEnds(rows[index]!, groupsOf[index]!, ends[index]!), folded: true }) as Row,
  };
}

/** A head alone has no line beside it. */
function withEnds(row: Row, groups: readonly Group[], end: number): Row {
  const lines = row.lines.map((line, at) => (groups[at]?.end === end ? { ...line, last: true } : line)).filter((line) => !line.first || !line.last);
  return { ...row, lines };
}
