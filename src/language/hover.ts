import { MarkupKind } from 'vscode-languageserver-types';
import type { Hover, Position } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { codeMeanings } from '../core/cases/codes.ts';
import type { CaseFile } from '../core/cases/parse.ts';
import { parseTree } from '../core/cases/tree.ts';
import type { TreeNode } from '../core/cases/tree.ts';
import { matcherKinds } from '../core/evaluators/matcherKinds.ts';
import type { Problem, TextRange } from '../core/model/problem.ts';
import type { CasePath } from '../core/model/result.ts';
import type { CaseWorkspace } from './caseWorkspace.ts';
import type { DocumentKind } from './documentKind.ts';
import { placeIn, scopeOf } from './fieldScope.ts';
import { knownValues } from './knownValues.ts';
import { lspRange } from './lspRange.ts';
import type { Surroundings } from './surroundings.ts';

/** What a field, a value the workspace knows, a matcher, or the code of a problem means. Undefined where there is nothing to say. */
export function hoverAt(document: TextDocument, position: Position, kind: DocumentKind, file: CaseFile | undefined, problems: readonly Problem[], workspace: CaseWorkspace, surroundings: Surroundings): Hover | undefined {
  const offset = document.offsetAt(position);
  const root = rootAt(document.getText(), offset, file);
  const found = root && at(root.node, offset);
  const parts: string[] = [];
  let range: TextRange | undefined;
  if (found && root) {
    range = found.range;
    const scope = scopeOf(kind, root.isSuite, found.path);
    const name = String(found.path.at(-1));
    const place = placeIn(scope);
    if (found.on === 'key') {
      const matcher = Object.hasOwn(matcherKinds, name) ? matcherKinds[name] : undefined;
      if (matcher) parts.push(`**${name}**\n\n${matcher.meaning}`);
      else if (place.description !== '') parts.push(`**${name}**\n\n${place.description}`, ...(place.choices.length > 0 ? [`One of ${place.choices.map((each) => `\`${String(each)}\``).join(', ')}.`] : []));
    } else {
      const current = file?.cases.find((each) => each.range.start <= offset && offset <= each.range.end);
      const known = knownValues(scope, document.uri, current, surroundings).find((each) => each.value === found.value);
      if (known) parts.push(`**${escapeMarkdown(known.value)}** (${escapeMarkdown(known.detail)})${known.documentation ? `\n\n${escapeMarkdown(known.documentation)}` : ''}`);
      const last = scope.schema === 'case' && scope.path.length === 1 && name === 'id' && typeof found.value === 'string' ? workspace.lastResult(found.value) : undefined;
      if (last) parts.push(`Last run: ${last.outcome}, ${last.passed} of ${last.trials} against ${last.target}, ${last.at}${last.sentence === '' ? '' : `\n\n${escapeMarkdown(last.sentence)}`}`);
    }
  }
  for (const { code, range: place } of problems) {
    const meaning = codeMeanings[code];
    if (meaning === undefined || offset < place.start || offset > place.end) continue;
    parts.push(`${code}: ${meaning}`);
    range ??= place;
  }
  if (parts.length === 0 || !range) return undefined;
  return { contents: { kind: MarkupKind.Markdown, value: [...new Set(parts)].join('\n\n') }, range: lspRange(document, range) };
}

/** Words of a run or of a workspace's file are a stranger's: they are shown, not rendered. */
const escapeMarkdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~]/g, '\\$&');

function rootAt(text: string, offset: number, file: CaseFile | undefined): { readonly node: TreeNode; readonly isSuite: boolean } | undefined {
  if (!file) {
    const node = parseTree(text)[0]?.root;
    return node ? { node, isSuite: false } : undefined;
  }
  const suite = file.suites.findLast((each) => each.root.range.start <= offset);
  return suite ? { node: suite.root, isSuite: !suite.single } : undefined;
}

type Found = { readonly path: CasePath; readonly on: 'key' | 'value'; readonly range: TextRange; readonly value: unknown };

const holds = ({ start, end }: TextRange, offset: number): boolean => start <= offset && offset <= end;

function at(node: TreeNode, offset: number, path: CasePath = []): Found | undefined {
  if (node.kind === 'map' && !node.alias) {
    for (const entry of node.entries) {
      const here = [...path, entry.key];
      if (holds(entry.keyRange, offset)) return { path: here, on: 'key', range: entry.keyRange, value: entry.key };
      if (holds(entry.value.range, offset)) return at(entry.value, offset, here);
    }
  } else if (node.kind === 'list' && !node.alias) {
    for (const [index, item] of node.items.entries()) if (holds(item.range, offset)) return at(item, offset, [...path, index]);
  } else if (node.kind === 'scalar' && node.range.start < node.range.end) return { path, on: 'value', range: node.range, value: node.value };
  return undefined;
}
