import { valueText } from './valueText.ts';

/** A place of a snippet that is filled in by hand: its first text, or what to choose from. */
export class Blank {
  readonly text: string;
  readonly choices: readonly string[];
  /** A number, or something whose type the author decides: never in quotes. */
  readonly bare: boolean;
  /** Around it in YAML too; a regular expression keeps its backslashes in single ones. */
  readonly quote: '"' | "'" | '';

  constructor(text: string, { choices = [], bare = false, quote = '' }: { readonly choices?: readonly string[]; readonly bare?: boolean; readonly quote?: Blank['quote'] } = {}) {
    this.text = text;
    this.choices = choices;
    this.bare = bare;
    this.quote = quote;
  }
}

/** A value with blanks, printed in the style of the file it goes into. */
export type Template = Blank | string | number | boolean | null | readonly Template[] | TemplateMap;
export type TemplateMap = { readonly [key: string]: Template };
export type TemplateStyle = {
  readonly json: boolean;
  /** On one line; otherwise maps and lists take lines of their own. */
  readonly flow: boolean;
  /** Where the value's own keys stand. */
  readonly column: number;
};

export const blank = (text = ''): Blank => new Blank(text);
export const bareBlank = (text = ''): Blank => new Blank(text, { bare: true });
export const quotedBlank = (quote: Blank['quote'], text = ''): Blank => new Blank(text, { quote });
export const choice = (...choices: readonly string[]): Blank => new Blank(choices[0] ?? '', { choices });

/** The value as a snippet with tab stops in reading order, where its own keys stand in `column`. */
export function printTemplate(template: Template, style: TemplateStyle): string {
  return new Printer(style.json).print(template, style.flow || style.json, style.column);
}

/** Its entries without brackets, as they stand in a map that is there already. */
export function printEntries(template: TemplateMap, style: TemplateStyle): string {
  const printer = new Printer(style.json);
  return style.flow || style.json ? printer.flowEntries(template) : printer.print(template, false, style.column);
}

/** Text that a snippet shows as it is. */
export const escapeSnippet = (text: string): string => text.replaceAll(/[\\$}]/g, String.raw`\$&`);

const isMap = (template: Template): template is TemplateMap => typeof template === 'object' && template !== null && !Array.isArray(template) && !(template instanceof Blank);
const isList = (template: Template): template is readonly Template[] => Array.isArray(template);
const isShort = (template: Template): boolean => (isList(template) ? template.every((each) => !isMap(each) && !isList(each)) : isMap(template) && Object.keys(template).length === 0);

class Printer {
  readonly #json: boolean;
  #stop = 0;

  constructor(json: boolean) {
    this.#json = json;
  }

  print(template: Template, flow: boolean, column: number): string {
    if (template instanceof Blank) return this.#blank(template);
    if (isList(template)) return flow || isShort(template) ? `[${template.map((each) => this.print(each, true, column)).join(', ')}]` : template.map((each) => `- ${this.print(each, false, column + 2)}`).join(`\n${' '.repeat(column)}`);
    if (!isMap(template)) return escapeSnippet(valueText(template, { json: this.#json }));
    if (flow || isShort(template)) return `{${this.flowEntries(template)}}`;
    return Object.entries(template).map(([key, value]) => this.#entry(key, value, column)).join(`\n${' '.repeat(column)}`);
  }

  flowEntries(template: TemplateMap): string {
    return Object.entries(template).map(([key, value]) => `${this.#key(key)}: ${this.print(value, true, 0)}`).join(', ');
  }

  #entry(key: string, value: Template, column: number): string {
    const isBlock = (isMap(value) || isList(value)) && !isShort(value);
    return `${this.#key(key)}:${isBlock ? `\n${' '.repeat(column + 2)}` : ' '}${this.print(value, false, column + 2)}`;
  }

  #key(key: string): string {
    // Only `$` needs care at the start of a key, which is never in quotes: it is one of ours.
    return escapeSnippet(/^\$\w+$/.test(key) && !this.#json ? key : valueText(key, { json: this.#json }));
  }

  #blank({ text, choices, bare, quote }: Blank): string {
    this.#stop += 1;
    const inside = choices.length > 0 ? `|${choices.map((each) => each.replaceAll(/[\\,|$}]/g, String.raw`\$&`)).join(',')}|` : text === '' ? '' : `:${escapeSnippet(text)}`;
    const stop = inside === '' ? `$${this.#stop}` : `\${${this.#stop}${inside}}`;
    return this.#json && !bare ? `"${stop}"` : `${quote}${stop}${quote}`;
  }
}
