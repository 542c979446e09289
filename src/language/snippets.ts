import type { Field } from '../core/cases/fields.ts';

type Style = { readonly json: boolean; readonly flow: boolean; readonly column: number };

/** What a key begins with when it is first written. */
const starts: Readonly<Record<string, string>> = { steps: 'tool: $1', messages: 'role: ${1|user,assistant,system,tool|}', state: 'name: $1', relevant: 'id: $1', requiresApproval: 'tools: [$1]', cases: 'id: $1', classes: 'id: $1', modes: 'id: $1' };
/** Lists that read better on one line. */
const inline: ReadonlySet<string> = new Set(['ignoreArgs', 'after', 'coverage', 'targets', 'tags', 'roles', 'owners', 'criteria', 'penalize', 'accept', 'reject', 'sequence', 'tools', 'distractors', 'mustCite']);

/** A key with room for its value, indented under `column`. */
export function keySnippet({ key, kind, choices }: Field, { json, flow, column }: Style): string {
  const name = (json ? JSON.stringify(key) : key).replaceAll('$', '\\$');
  if (json || flow) {
    const value = kind === 'map' ? '{$1}' : kind === 'list' ? '[$1]' : json && kind === 'text' && choices.length === 0 ? '"$1"' : '$1';
    return `${name}: ${value}`;
  }
  const indent = ' '.repeat(column + 2);
  if (kind === 'map') return `${name}:\n${indent}$1`;
  if (kind === 'list') return inline.has(key) ? `${name}: [$1]` : `${name}:\n${indent}- ${starts[key] ?? '$1'}`;
  return `${name}: `;
}

/** The six fields of S0, written at a column. */
export function newCaseSnippet(column: number): string {
  const lines = ['id: ${1:short-name-of-the-question}', 'query: ${2:What the user asks}', 'expectedTool: ${3:toolName}', 'expectedBehavior: ${4:What a person would check}', 'failureWeObserved: {summary: ${5:What went wrong}, class: ${6:tool_selection}}', 'groundTruth: ${7:the true value}'];
  return lines.join(`\n${' '.repeat(column)}`);
}
