import { CompletionItemKind, InsertTextFormat, InsertTextMode, MarkupKind } from 'vscode-languageserver-types';
import type { CompletionItem, CompletionList, Position, Range } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Field } from '../core/cases/fields.ts';
import { isJsonText } from '../core/cases/edit.ts';
import type { Json } from '../core/model/json.ts';
import { disableCompletions } from './disableCompletion.ts';
import { cursorAt } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { DocumentKind } from './documentKind.ts';
import { fieldOf, fieldsIn, placeIn, takesMatchers } from './fieldScope.ts';
import type { FieldScope } from './fieldScope.ts';
import { knownKeys } from './knownKeys.ts';
import { knownValues, mayKnowValues } from './knownValues.ts';
import type { KnownValue } from './knownValues.ts';
import { matcherOptions, matchers, mayBecomeMatcher, operandValues } from './matcherItems.ts';
import { isSuite, placeAt } from './placeAt.ts';
import { firstItemOf } from './place.ts';
import type { Place } from './place.ts';
import { fileSnippets, firstKeyOf, keyName, keySnippet, snippetsAt } from './snippets.ts';
import type { Snippet } from './snippets.ts';
import type { Surroundings } from './surroundings.ts';
import { printEntries, printTemplate } from './template.ts';
import type { TemplateMap, TemplateStyle } from './template.ts';
import { valueText } from './valueText.ts';

/** Keys in their place, and values that the schema or the workspace knows; inside comments only codes to disable. The text alone is asked, so that nothing waits for a large file to be read. */
export function completionsAt(document: TextDocument, position: Position, kind: DocumentKind, surroundings: Surroundings): CompletionList {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const cursor = cursorAt(text, offset);
  if (!cursor) return { isIncomplete: false, items: [...disableCompletions(document, position)] };
  const place = placeAt(cursor, kind, document.uri, surroundings);
  const wordEnd = restOfWord(text.slice(offset, offset + 200), /^["']/.exec(cursor.word)?.[0]);
  const range: Range = { start: document.positionAt(cursor.start), end: document.positionAt(offset + wordEnd) };
  const hasColon = /^\s*["']?\s*:/.test(text.slice(offset + wordEnd, offset + wordEnd + 200));
  const make: ItemMaker = { range, json: isJsonText(text), hasColon, cursor };
  if (cursor.kind === 'value') return { isIncomplete: false, items: [...values(make, place, inListOf(place))] };
  const atRoot = kind === 'case' && cursor.path.length === 0 && !isSuite(cursor) && (cursor.flow || cursor.column === 0);
  return { isIncomplete: false, items: [...(cursor.kind === 'item' ? values(make, place, '') : []), ...keys(make, place, atRoot)] };
}

/** How much behind the cursor belongs to the word, a closing quote included. */
function restOfWord(rest: string, quote: string | undefined): number {
  const length = /^[\w$.*^@/-]*/.exec(rest)?.[0].length ?? 0;
  return quote !== undefined && rest[length] === quote ? length + 1 : length;
}

type ItemMaker = { readonly range: Range; readonly json: boolean; readonly hasColon: boolean; readonly cursor: Cursor };
/** What a value stands in: nothing, brackets because its field is a list, or a dash where the list starts on a new line. */
type Wrap = '' | '[' | '- ';

const inListOf = ({ scope }: Place): Wrap => (fieldOf(scope)?.kind === 'list' ? '[' : '');

function keys(make: ItemMaker, place: Place, atRoot: boolean): readonly CompletionItem[] {
  const { cursor } = make;
  const { scope } = place;
  const isAbsent = ({ key }: { readonly key: string }): boolean => !cursor.present.includes(key);
  const suite = atRoot && !cursor.present.includes('id') ? fieldsIn({ schema: 'suite', path: [], shared: false }) : [];
  const fields = [...fieldsIn(scope), ...suite].filter((field, index, all) => isAbsent(field) && all.findIndex((each) => each.key === field.key) === index);
  const known = knownKeys(place).filter(isAbsent).map((each): OfferedKey => ({ ...each, choices: [], description: each.documentation ?? '' }));
  const isMatcher = cursor.present.some((key) => key.startsWith('$'));
  const options = takesMatchers(scope) ? matcherOptions(cursor.present, scope.path.at(-1)) : [];
  const items = [
    ...(isMatcher ? [] : [...known, ...fields.map(offered(place))]).map((key, index) => keyItem(make, key, index, '')),
    ...options.map(({ key, of }, index) => keyItem(make, { key, detail: `option of ${of}`, required: false, kind: 'any', choices: [], description: '', hasValues: operandValues(key).length > 0 }, index, '')),
    ...(takesMatchers(scope) && cursor.kind === 'key' && mayBecomeMatcher(cursor.present) && options.length === 0 ? matcherItems(make, true) : []),
    ...(cursor.kind === 'key' && !cursor.flow && fields.length === 0 && known.length === 0 ? startsOfValue(make, place) : []),
  ];
  const written = cursor.present.length === 0 && !make.hasColon ? (atRoot ? fileSnippets : snippetsAt(place, cursor.kind === 'item')) : [];
  return [...items, ...written.map((snippet, index) => snippetItem(make, snippet, index, ''))];
}

/** On the line under a key that has no map: the first item of its list, or its value. */
function startsOfValue(make: ItemMaker, place: Place): readonly CompletionItem[] {
  const { scope } = place;
  if (fieldOf(scope)?.kind !== 'list') return make.cursor.present.length === 0 && !takesMatchers(scope) ? values(make, place, '') : [];
  const item = firstItemOf(place);
  return [
    ...fieldsIn(item.scope).map(offered(item)).map((key, index) => keyItem(make, key, index, '- ')),
    ...values(make, item, '- '),
    ...snippetsAt(item, true).map((snippet, index) => snippetItem(make, snippet, index, '- ')),
  ];
}

type OfferedKey = Pick<Field, 'key' | 'kind' | 'choices' | 'required' | 'description'> & { readonly detail: string; readonly hasValues: boolean };

const offered = ({ scope }: Pick<Place, 'scope'>) => (field: Field): OfferedKey => ({
  ...field, hasValues: leadsToValues({ ...scope, path: [...scope.path, field.key] }, field),
  detail: field.required ? 'required' : field.choices.length > 0 ? field.choices.map(String).join(' | ') : field.kind,
});

/** Whether there is something to choose right behind a key: a value, the first key of its map, or the first item of its list. */
function leadsToValues(scope: FieldScope, { key, kind, choices }: Field): boolean {
  if (choices.length > 0 || kind === 'map' || mayKnowValues({ scope })) return true;
  if (kind !== 'list') return false;
  const first = firstKeyOf(key);
  const item = { ...scope, path: [...scope.path, 0, ...(first === undefined ? [] : [first])] };
  return placeIn(item).choices.length > 0 || mayKnowValues({ scope: item });
}

function keyItem({ range, json, hasColon, cursor }: ItemMaker, key: OfferedKey, order: number, before: string): CompletionItem {
  const text = hasColon ? keyName(key.key, json) : before + keySnippet(key, { json, flow: cursor.flow, column: cursor.column + before.length });
  return {
    label: key.key, kind: CompletionItemKind.Property, detail: key.detail, ...(key.description === '' ? {} : { documentation: { kind: MarkupKind.Markdown, value: key.description } }),
    sortText: `${key.required ? 0 : 1}${String(order).padStart(3, '0')}`, insertTextFormat: InsertTextFormat.Snippet, insertTextMode: InsertTextMode.asIs,
    textEdit: { range, newText: text }, filterText: filterText(key.key, cursor.word), ...(key.hasValues && !hasColon ? { command: suggest } : {}),
  };
}

const suggest = { title: 'Suggest', command: 'editor.action.triggerSuggest' };
/** What is typed may already begin with a quote, which the label does not have. */
const filterText = (label: string, word: string): string => (/^["']/.test(word) ? `${word[0]}${label}` : label);

function values(make: ItemMaker, place: Place, wrap: Wrap): readonly CompletionItem[] {
  const { choices } = placeIn(place.scope);
  const operand = takesMatchers(place.scope) ? operandValues(place.scope.path.at(-1)) : [];
  const known = knownValues(place).map((each, index) => (index < mostDocumented ? { ...each, documentation: each.documentation?.() } : { ...each, documentation: undefined }));
  return [
    ...[...choices, ...operand].map((value, index) => valueItem(make, { value, detail: '' }, CompletionItemKind.EnumMember, `0${String(index).padStart(3, '0')}`, wrap)),
    ...known.filter(({ value }) => !choices.includes(value)).map((each, index) => valueItem(make, each, kinds[each.kind ?? 'value'], `1${String(index).padStart(5, '0')}`, wrap)),
    ...(takesMatchers(place.scope) && operand.length === 0 ? matcherItems(make, false, wrap) : []),
  ];
}

/** Nobody reads what stands behind hundreds of names; typing more of one brings it up. */
const mostDocumented = 60;
const kinds = { tool: CompletionItemKind.Function, document: CompletionItemKind.File, value: CompletionItemKind.Value } as const;

function valueItem({ range, json, cursor }: ItemMaker, { value, detail, documentation }: Pick<KnownValue, 'value' | 'detail'> & { readonly documentation?: string | undefined }, kind: CompletionItemKind, sortText: string, wrap: Wrap): CompletionItem {
  const label = labelOf(value);
  const text = valueText(value, { json, quote: /^["']/.exec(cursor.word)?.[0] });
  return {
    label, kind, sortText, textEdit: { range, newText: wrap === '[' ? `[${text}]` : wrap + text }, filterText: filterText(label, cursor.word),
    // Beside every row, not only the chosen one: it says which of the names is the usual one.
    ...(detail === '' ? {} : { detail, labelDetails: { description: detail } }), ...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
  };
}

const longestLabel = 80;

function labelOf(value: Json): string {
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/\s+/g, ' ').trim();
  return text === '' ? '""' : text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text;
}

const styleOf = ({ json, cursor }: ItemMaker, shift: number): TemplateStyle => ({ json, flow: cursor.flow, column: cursor.column + shift });

function matcherItems(make: ItemMaker, insideMap: boolean, wrap: Wrap = ''): readonly CompletionItem[] {
  const { range, cursor } = make;
  return matchers.map(({ name, meaning, template }): CompletionItem => {
    const body = insideMap ? printEntries(template, styleOf(make, 0)) : printTemplate(template, { ...styleOf(make, 0), flow: true });
    return {
      label: name, kind: CompletionItemKind.Operator, detail: 'matcher', documentation: { kind: MarkupKind.Markdown, value: meaning }, sortText: `2${name}`, insertTextFormat: InsertTextFormat.Snippet,
      textEdit: { range, newText: wrap === '[' ? `[${body}]` : wrap + body }, filterText: filterText(name, cursor.word),
    };
  });
}

function snippetItem(make: ItemMaker, { label, detail, template }: Snippet, order: number, before: string): CompletionItem {
  const { range, cursor, json } = make;
  const style = styleOf(make, before.length);
  // A new item in brackets needs brackets of its own; keys go into the map that is there.
  const isWhole = (cursor.kind === 'item' || before !== '') && (json || cursor.flow);
  return {
    label, kind: CompletionItemKind.Snippet, detail, sortText: `3${String(order).padStart(3, '0')}`, insertTextFormat: InsertTextFormat.Snippet, insertTextMode: InsertTextMode.asIs,
    textEdit: { range, newText: before + (isWhole ? printTemplate(template, style) : printEntries(template as TemplateMap, style)) }, filterText: filterText(label, cursor.word),
  };
}
