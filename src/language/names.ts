import type { MapNode, TreeNode } from '../core/cases/tree.ts';
import type { CaseFile } from '../core/cases/parse.ts';
import { parseTree } from '../core/cases/tree.ts';
import type { TextRange } from '../core/model/problem.ts';
import type { DocumentKind } from './documentKind.ts';
import { caseNames, settingsNames } from './namePatterns.ts';
import type { NameKind, NamePattern } from './namePatterns.ts';

/** A name where it is written. */
export type WrittenName = {
  readonly kind: NameKind;
  readonly name: string;
  /** Only names of one scope are the same: the class of a mode, the case of a step. Undefined where that is not said, or where there is none. */
  readonly scope: string | undefined;
  readonly defines: boolean;
  /** The whole value or key, with quotes. */
  readonly range: TextRange;
  /** What the value says before the name, such as `tag:`. */
  readonly prefix: string;
  readonly isKey: boolean;
  readonly isAlias: boolean;
};

/** The names in a file that people write, in the order of the text. */
export function namesIn(kind: DocumentKind, text: string, parse: () => CaseFile): readonly WrittenName[] {
  const found = new Map<number, WrittenName>();
  const collect = (root: MapNode, patterns: readonly NamePattern[], scope: string): void => {
    for (const pattern of patterns) for (const each of namesAt(root, pattern, text, scope)) if (!found.has(each.range.start)) found.set(each.range.start, each);
  };
  if (kind === 'case') {
    for (const suite of parse().suites) {
      if (suite.defaults) collect(suite.defaults, caseNames, `${suite.defaults.range.start}`);
      for (const each of suite.cases) collect(each, caseNames, `${each.range.start}`);
    }
  } else {
    const root = parseTree(text)[0]?.root;
    if (root?.kind === 'map') collect(root, settingsNames[kind], '');
  }
  return [...found.values()].sort((a, b) => a.range.start - b.range.start);
}

/** The names in a single case, or in `defaults`. */
export function namesOfCase(node: MapNode, text: string): readonly WrittenName[] {
  return caseNames.flatMap((pattern) => namesAt(node, pattern, text, `${node.range.start}`));
}

function namesAt(root: MapNode, pattern: NamePattern, text: string, holder: string): readonly WrittenName[] {
  const { kind, prefix = '' } = pattern;
  const found: WrittenName[] = [];
  const add = (name: string, range: TextRange, above: readonly TreeNode[], isKey: boolean, isAlias: boolean): void => {
    if (!name.startsWith(prefix) || name === prefix || range.start >= range.end) return;
    if (kind === 'ref' && (name.startsWith('#') || /^[a-z]+:/i.test(name))) return;
    found.push({ kind, name: name.slice(prefix.length), scope: scopeOf(kind, above, holder), defines: pattern.defines === true, range, prefix, isKey, isAlias });
  };
  const walk = (node: TreeNode, at: number, above: readonly TreeNode[]): void => {
    const part = pattern.path[at];
    if (part === undefined) {
      if (node.kind === 'scalar' && typeof node.value === 'string' && node.style !== 'block') add(node.value, node.range, above, false, node.alias);
      return;
    }
    if (part === '%') {
      if (node.kind === 'map' && !node.alias) for (const entry of node.entries) add(entry.key, entry.keyRange, above, true, text[entry.keyRange.start] === '*');
      return;
    }
    if (part === '*') {
      if (node.kind === 'list') for (const item of node.items) walk(item, at + 1, [...above, node]);
      return;
    }
    const next = node.kind === 'map' ? node.byKey.get(part)?.value : undefined;
    if (!next) return;
    if (part === 'steps') eachStep(next, (step) => walk(step, at + 1, [...above, node]), 0);
    else walk(next, at + 1, [...above, node]);
  };
  walk(root, 0, []);
  return found;
}

function eachStep(steps: TreeNode | undefined, visit: (step: MapNode) => void, depth: number): void {
  if (steps?.kind !== 'list' || depth > 20) return;
  for (const step of steps.items) {
    if (step.kind !== 'map') continue;
    visit(step);
    eachStep(step.byKey.get('anyOf')?.value, visit, depth + 1);
    eachStep(step.byKey.get('parallel')?.value, visit, depth + 1);
  }
}

function scopeOf(kind: NameKind, above: readonly TreeNode[], holder: string): string | undefined {
  if (kind === 'step') return holder;
  if (kind !== 'mode') return undefined;
  const parent = above.at(-1);
  // In the taxonomy the class stands around its modes; a case names it beside the mode.
  const beside = (node: TreeNode | undefined, key: string): string | undefined => {
    const value = node?.kind === 'map' ? node.byKey.get(key)?.value : undefined;
    return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
  };
  return beside(parent, 'class') ?? beside(parent, 'failureClass') ?? beside(above.at(-3), 'id');
}

/** Whether two names mean the same thing. A mode whose class is not said may be that of any. */
export function isSameName(a: Pick<WrittenName, 'kind' | 'name' | 'scope'>, b: Pick<WrittenName, 'kind' | 'name' | 'scope'>): boolean {
  if (a.kind !== b.kind || a.name !== b.name) return false;
  return a.kind === 'step' ? a.scope === b.scope : a.scope === b.scope || a.scope === undefined || b.scope === undefined;
}

/** Where the name itself stands: without quotes, and without what is said before it. */
export function insideOf({ range, prefix, isAlias }: WrittenName, text: string): TextRange {
  if (isAlias) return range;
  const quoted = /^["']/.test(text.slice(range.start, range.start + 1)) && range.end - range.start > 1;
  const start = range.start + (quoted ? 1 : 0);
  return { start: text.startsWith(prefix, start) ? start + prefix.length : start, end: range.end - (quoted ? 1 : 0) };
}
