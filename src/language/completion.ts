import { CompletionItemKind, InsertTextFormat, InsertTextMode, MarkupKind } from 'vscode-languageserver-types';
import type { CompletionItem, CompletionList, Position, Range } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Field } from '../core/cases/fields.ts';
import { isJsonText } from '../core/cases/edit.ts';
import type { CaseFile, ParsedCase } from '../core/cases/parse.ts';
import { matcherKinds } from '../core/evaluators/matcherKinds.ts';
import { cursorAt } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { DocumentKind } from './documentKind.ts';
import { fieldsIn, placeIn, scopeOf, takesMatchers } from './fieldScope.ts';
import type { FieldScope } from './fieldScope.ts';
import { knownValues } from './knownValues.ts';
import { keySnippet, newCaseSnippet } from './snippets.ts';
import type { Surroundings } from './surroundings.ts';

/** Keys in their place, and values that the schema or the workspace knows. Empty inside comments. */
export function completionsAt(document: TextDocument, position: Position, kind: DocumentKind, file: CaseFile | undefined, surroundings: Surroundings): CompletionList {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const cursor = cursorAt(text, offset);
  if (!cursor) return { isIncomplete: false, items: [] };
  const isSuite = isSuiteAt(text, offset, cursor, file);
  const scope = scopeOf(kind, isSuite, cursor.path);
  const current = file?.cases.find((each) => each.range.start <= offset && offset <= each.range.end);
  const wordEnd = restOfWord(text.slice(offset, offset + 200), /^["']/.exec(cursor.word)?.[0]);
  const range: Range = { start: document.positionAt(cursor.start), end: document.positionAt(offset + wordEnd) };
  const hasColon = /^\s*["']?\s*:/.test(text.slice(offset + wordEnd));
  const make: ItemMaker = { range, json: isJsonText(text), hasColon, cursor };

  const items = cursor.kind === 'value' ? values(make, scope, document.uri, current, surroundings) : [
    ...(cursor.kind === 'item' ? values(make, scope, document.uri, current, surroundings) : []),
    ...keys(make, scope, kind === 'case' && cursor.path.length === 0 && !isSuite && cursor.column === 0),
  ];
  return { isIncomplete: false, items: [...items] };
}

/** How much behind the cursor belongs to the word, a closing quote included. */
function restOfWord(rest: string, quote: string | undefined): number {
  const length = /^[\w$.*^@/-]*/.exec(rest)?.[0].length ?? 0;
  return quote !== undefined && rest[length] === quote ? length + 1 : length;
}

type ItemMaker = { readonly range: Range; readonly json: boolean; readonly hasColon: boolean; readonly cursor: Cursor };

/** A document is a suite when it says `cases:`; the tree knows, unless the text does not parse yet. */
function isSuiteAt(text: string, offset: number, cursor: Cursor, file: CaseFile | undefined): boolean {
  if (cursor.path[0] === 'cases' || cursor.path[0] === 'defaults') return true;
  const suite = file?.suites.findLast((each) => each.root.range.start <= offset);
  return suite ? !suite.single : /^["']?cases["']?\s*:/m.test(text);
}

function keys(make: ItemMaker, scope: FieldScope, atRoot: boolean): readonly CompletionItem[] {
  const { cursor } = make;
  const suite = atRoot && !cursor.present.includes('id') ? fieldsIn({ schema: 'suite', path: [], shared: false }) : [];
  const fields = [...fieldsIn(scope), ...suite].filter((field, index, all) => !cursor.present.includes(field.key) && all.findIndex((each) => each.key === field.key) === index);
  const list = fields.length === 0 && cursor.kind === 'key' && !cursor.flow ? fieldsIn({ ...scope, path: [...scope.path, 0] }) : [];
  const items = [...fields.map((field, index) => keyItem(make, field, index, '')), ...list.map((field, index) => keyItem(make, field, index, '- '))];
  const matchers = takesMatchers(scope) && cursor.flow && cursor.kind === 'key' ? matcherItems(make, true) : [];
  const startsCase = !make.json && !cursor.flow && (atRoot ? cursor.present.length === 0 : cursor.kind === 'item' && scope.schema === 'case' && scope.path.length === 0);
  return [...items, ...matchers, ...(startsCase ? [newCase(make)] : [])];
}

function keyItem(make: ItemMaker, field: Field, order: number, before: string): CompletionItem {
  const { range, json, hasColon, cursor } = make;
  const text = hasColon ? keyName(field.key, json) : before + keySnippet(field, { json, flow: cursor.flow, column: cursor.column + before.length });
  const offersValues = !hasColon && field.choices.length > 0;
  return {
    label: field.key, kind: CompletionItemKind.Property, detail: field.required ? 'required' : field.choices.length > 0 ? field.choices.map(String).join(' | ') : field.kind,
    documentation: { kind: MarkupKind.Markdown, value: field.description }, sortText: `${field.required ? 0 : 1}${String(order).padStart(3, '0')}`,
    insertTextFormat: InsertTextFormat.Snippet, insertTextMode: InsertTextMode.asIs, textEdit: { range, newText: text }, filterText: filterText(field.key, cursor.word),
    ...(offersValues ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } } : {}),
  };
}

const keyName = (key: string, json: boolean): string => (json ? JSON.stringify(key) : key).replaceAll('$', '\\$');
/** What is typed may already begin with a quote, which the label does not have. */
const filterText = (label: string, word: string): string => (/^["']/.test(word) ? `${word[0]}${label}` : label);

function values(make: ItemMaker, scope: FieldScope, uri: string, current: ParsedCase | undefined, surroundings: Surroundings): readonly CompletionItem[] {
  const { choices } = placeIn(scope);
  const known = knownValues(scope, uri, current, surroundings);
  const items = [
    ...choices.map((choice, index): CompletionItem => ({ ...valueItem(make, String(choice), typeof choice === 'string', '', undefined, CompletionItemKind.EnumMember), sortText: `0${String(index).padStart(3, '0')}` })),
    // What is known comes in an order that says something, such as the most used tools first.
    ...known.map(({ value, detail, documentation }, index): CompletionItem => ({ ...valueItem(make, value, value !== 'null', detail, documentation, CompletionItemKind.Value), sortText: `1${String(index).padStart(5, '0')}` })),
  ];
  return [...items, ...(takesMatchers(scope) ? matcherItems(make, false) : [])];
}

function valueItem({ range, json, cursor }: ItemMaker, value: string, isText: boolean, detail: string, documentation: string | undefined, kind: CompletionItemKind): CompletionItem {
  const quote = /^["']/.exec(cursor.word)?.[0] ?? (json && isText ? '"' : '');
  return {
    label: value, kind, textEdit: { range, newText: `${quote}${value}${quote}` }, filterText: filterText(value, cursor.word),
    ...(detail === '' ? {} : { detail }), ...(documentation === undefined ? {} : { documentation }),
  };
}

const operands: Readonly<Record<string, string>> = {
  $any: 'true', $absent: 'true', $ignore: 'true', $oneOf: '[$1]', $number: '${1:0}, abs: ${2:0}', $range: '{min: ${1:0}, max: ${2:1}}', $length: '{min: ${1:1}, max: ${2:80}}', $date: '"${1:2026-01-01}", within: ${2:P1D}',
  $schema: '{$1}', $subset: '{$1}', $setEquals: '[$1]', $similar: '"$1", min: ${2:0.8}', $not: '$1', $all: '[$1]', $literal: '{$1}', $type: '${1|string,number,integer,boolean,null,array,object|}',
};

function matcherItems({ range, json, cursor }: ItemMaker, insideMap: boolean): readonly CompletionItem[] {
  if (json) return [];
  return Object.entries(matcherKinds).map(([name, { meaning }]): CompletionItem => {
    const body = `\\${name}: ${operands[name] ?? '"$1"'}`;
    return {
      label: name, kind: CompletionItemKind.Operator, detail: 'matcher', documentation: { kind: MarkupKind.Markdown, value: meaning }, sortText: `2${name}`,
      insertTextFormat: InsertTextFormat.Snippet, textEdit: { range, newText: insideMap ? body : `{${body}}` }, filterText: filterText(name, cursor.word),
    };
  });
}

function newCase({ range, cursor }: ItemMaker): CompletionItem {
  return {
    label: 'new case', kind: CompletionItemKind.Snippet, detail: 'The six fields of a regression case', sortText: '3', insertTextFormat: InsertTextFormat.Snippet, insertTextMode: InsertTextMode.asIs,
    textEdit: { range, newText: newCaseSnippet(cursor.column) },
  };
}
