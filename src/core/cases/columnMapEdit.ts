import type { ColumnMap } from '../model/columnMap.ts';
import type { TraceSource } from '../model/config.ts';
import { isJsonMap } from '../model/json.ts';
import type { JsonMap } from '../model/json.ts';
import { lineEndingOf } from '../support/lineEnding.ts';
import { edited, rootOf, sourcesOf } from './watchedEdits.ts';
import { afterKey } from './yamlPrint.ts';

/** The text of config.yaml with the map in it: the entry of `sources` for these files has it, or a new one behind the others. */
export function withColumnMap(text: string, { folder, files }: Pick<TraceSource, 'folder' | 'files'>, map: ColumnMap): string {
  const entry: JsonMap = { ...(folder === undefined ? {} : { folder }), ...(files === undefined ? {} : { files }), map };
  const root = rootOf(text);
  if (!root) {
    const eol = lineEndingOf(text);
    const before = text === '' ? `casebook: 1${eol}` : text.endsWith('\n') ? text : text + eol;
    return `${before}sources:${afterKey([entry], '', { form: 'block', eol })}${eol}`;
  }
  const sources = sourcesOf(root);
  const index = sources.findIndex((each) => isJsonMap(each) && each['folder'] === folder && each['files'] === files);
  if (index >= 0) return edited(text, root, ['sources', index, 'map'], map);
  return sources.length === 0 ? edited(text, root, ['sources'], [entry]) : edited(text, root, ['sources', sources.length], entry);
}
