import { MarkupKind } from 'vscode-languageserver-types';
import type { Hover, Position } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { codeMeanings } from '../core/cases/codes.ts';
import { metricNames } from '../core/cases/metricNames.ts';
import type { CaseFile } from '../core/cases/parse.ts';
import { severityOf } from '../core/cases/severity.ts';
import { nodeAt, parseTree, toJson, weightOf } from '../core/cases/tree.ts';
import type { TreeNode } from '../core/cases/tree.ts';
import { matcherKinds } from '../core/evaluators/matcherKinds.ts';
import { isJsonMap } from '../core/model/json.ts';
import type { Problem, TextRange } from '../core/model/problem.ts';
import type { CasePath } from '../core/model/result.ts';
import type { CaseWorkspace } from './caseWorkspace.ts';
import type { DocumentKind } from './documentKind.ts';
import { fieldOf, namesOf, placeIn, scopeOf } from './fieldScope.ts';
import { argumentAt, knownTool } from './knownTools.ts';
import { knownValues } from './knownValues.ts';
import { lspRange } from './lspRange.ts';
import { escapeMarkdown, inlineCode, strangersText } from './markdown.ts';
import { metricWords } from './metricWords.ts';
import { argumentPathOf, statedText } from './place.ts';
import type { Place } from './place.ts';
import { sourceWords } from './sourceWords.ts';
import type { Surroundings } from './surroundings.ts';
import { argumentWords } from './toolWords.ts';

/** What a field, a value the workspace knows, a matcher, or the code of a problem means. Undefined where there is nothing to say. */
export function hoverAt(document: TextDocument, position: Position, kind: DocumentKind, file: CaseFile | undefined, problems: readonly Problem[], workspace: CaseWorkspace, surroundings: Surroundings): Hover | undefined {
  const disabled = disabledCodeAt(document, position);
  if (disabled) return disabled;
  const offset = document.offsetAt(position);
  const root = rootAt(document.getText(), offset, file);
  const found = root && at(root.node, offset);
  const parts: string[] = [];
  let range = found?.range;
  if (found && root) {
    const place = placeOf(root.node, scopeOf(kind, root.isSuite, found.path), found.path, document.uri, surroundings);
    parts.push(...(found.on === 'key' ? keyWords(place) : valueWords(place, found.value, workspace)), ...recordedWords(place, found.on));
  }
  for (const { code, range: marked } of problems) {
    const meaning = codeMeanings[code];
    if (meaning === undefined || offset < marked.start || offset > marked.end) continue;
    parts.push(`${code}: ${meaning}`);
    range ??= marked;
  }
  if (parts.length === 0 || !range) return undefined;
  return { contents: { kind: MarkupKind.Markdown, value: [...new Set(parts)].join('\n\n') }, range: lspRange(document, range) };
}

/** Longer cases are not turned into values at a movement of the mouse. */
const heaviest = 20_000;

function placeOf(root: TreeNode, scope: Place['scope'], path: CasePath, uri: string, surroundings: Surroundings): Place {
  const node = nodeAt(root, path.slice(0, path.length - scope.path.length));
  const value = node && weightOf(node) <= heaviest ? toJson(node) : null;
  const stated = isJsonMap(value) ? value : {};
  return { scope, uri, surroundings, stated, textAt: (each) => statedText(stated, each) };
}

/** The argument of a tool that a path leads to. */
function argumentMeant({ scope, uri, surroundings, textAt }: Place): string | undefined {
  const inside = scope.schema === 'case' ? argumentPathOf(scope.path) : undefined;
  if (!inside || inside.names.length === 0) return undefined;
  const tool = knownTool(textAt([...inside.step, 'tool']), uri, surroundings);
  const argument = tool && argumentAt(tool, inside.names);
  return argument && argumentWords(argument, tool);
}

function keyWords(place: Place): readonly string[] {
  const { scope } = place;
  const name = String(scope.path.at(-1));
  const matcher = Object.hasOwn(matcherKinds, name) ? matcherKinds[name] : undefined;
  if (matcher) return [`**${name}**\n\n${matcher.meaning}${matcher.options.length > 0 ? ` Options: ${matcher.options.map(inlineCode).join(', ')}.` : ''}`];
  const argument = argumentMeant(place);
  if (argument !== undefined) return [argument];
  if (/(?:^|\.)thresholds$/.test(namesOf(scope.path.slice(0, -1))) && metricNames.includes(name)) return [`**Metric** ${inlineCode(name)}: ${metricWords(name)}.`];
  return fieldWords(place, name);
}

const typeNames = { text: 'A text', number: 'A number', boolean: 'true or false', list: 'A list', map: 'A map', any: '' } as const;

/** What a key means, what may stand behind it, and whether it must be there. */
function fieldWords({ scope }: Place, name: string): readonly string[] {
  const { description, choices } = placeIn(scope);
  if (description === '') return [];
  const field = fieldOf(scope);
  const type = choices.length > 0 ? `One of ${choices.map((each) => inlineCode(String(each))).join(', ')}` : field ? typeNames[field.kind] : '';
  const terms = [type, field?.required ? 'required' : ''].filter((each) => each !== '').join(', ');
  return [`**${escapeMarkdown(name)}**\n\n${description}`, ...(terms === '' ? [] : [`${terms[0]?.toUpperCase()}${terms.slice(1)}.`])];
}

function valueWords(place: Place, value: unknown, workspace: CaseWorkspace): readonly string[] {
  const { scope } = place;
  if (scope.schema === 'case' && scope.path.length === 1 && scope.path[0] === 'id') return lastRunWords(value, workspace);
  const argument = argumentMeant(place);
  if (argument !== undefined) return [argument];
  const known = knownValues(place).find((each) => each.value === value);
  const documentation = known?.documentation?.();
  if (known?.isWhole && documentation !== undefined) return [documentation];
  if (known) return [`**${escapeMarkdown(String(known.value))}** (${strangersText(known.detail)})${documentation === undefined ? '' : `\n\n${documentation}`}`];
  const name = scope.path.findLast((part) => typeof part === 'string');
  return placeIn(scope).choices.length > 0 && name !== undefined ? fieldWords(place, name) : [];
}

function lastRunWords(value: unknown, workspace: CaseWorkspace): readonly string[] {
  const last = typeof value === 'string' ? workspace.lastResult(value) : undefined;
  return last ? [`Last run: ${last.outcome}, ${last.passed} of ${last.trials} against ${strangersText(last.target)}, ${last.at}${last.sentence === '' ? '' : `\n\n${strangersText(last.sentence)}`}`] : [];
}

/** Over `source`, and what it holds: the gist of the run that was recorded for the case. */
function recordedWords({ scope, uri, surroundings, textAt }: Place, on: Found['on']): readonly string[] {
  if (scope.schema !== 'case' || scope.path[0] !== 'source' || (scope.path.length === 1 && on !== 'key')) return [];
  const id = textAt(['id']);
  const recording = id === undefined ? undefined : surroundings.recording(uri, id);
  return recording ? [sourceWords(recording)] : [];
}

/** The code in a comment that disables it. */
function disabledCodeAt(document: TextDocument, { line, character }: Position): Hover | undefined {
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  if (!/^\s*#\s*casebook-disable/.test(text)) return undefined;
  const found = [...text.matchAll(/\bC[BT]\d{3}\b/g)].find(({ index }) => index <= character && character <= index + 'CB000'.length);
  const meaning = found && codeMeanings[found[0]];
  if (!found || meaning === undefined) return undefined;
  return { contents: { kind: MarkupKind.Markdown, value: `**${found[0]}** (${severityOf(found[0])})\n\n${meaning}` }, range: { start: { line, character: found.index }, end: { line, character: found.index + 'CB000'.length } } };
}

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
