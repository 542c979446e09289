/** The engine speaks to the terminal too; where a sentence names a command of it, the editor says what that would have told. */
const inEditor: readonly (readonly [said: RegExp, instead: string])[] = [
  [/`casebook formats` lists what (?:it|Casebook) reads\./g, 'Casebook reads over 40 formats: OpenTelemetry, Langfuse, LangSmith, coding agents and more; the README lists them.'],
  [/`casebook list` shows the traces;/g, 'The view Traces shows them;'],
  [/Import an export first: casebook import <file>\./g, 'Import an export first.'],
  [/; casebook validate shows all\./g, '; the Problems panel shows all once the file is open.'],
  [/Say which column is what: `casebook import [^`]*`\./g, 'Map its columns to import it.'],
  [/ `casebook import` without --map shows them all\./g, ''],
  [/ Import it without --format to let Casebook find out\./g, ''],
];

export function inEditorWords(sentence: string): string {
  return inEditor.reduce((text, [said, instead]) => text.replaceAll(said, instead), sentence);
}
