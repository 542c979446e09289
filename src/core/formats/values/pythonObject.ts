import type { JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { readPythonLiteral } from './pythonLiteral.ts';

/** The fields of an object as Python prints it, `Name(field=value, …)`. Undefined where the text is none, or a field holds an object in turn. */
export function readPythonObject(text: string, name: string): JsonMap | undefined {
  if (!text.startsWith(`${name}(`) || !text.endsWith(')')) return undefined;
  const inner = text.slice(name.length + 1, -1);
  let dict = '';
  let quote = '';
  for (let at = 0; at < inner.length; at++) {
    const each = inner[at] as string;
    if (quote === '') {
      const field = /\w+(?==)/y;
      field.lastIndex = at;
      const found = field.exec(inner)?.[0];
      if (found !== undefined) {
        dict += `'${found}':`;
        at += found.length;
        continue;
      }
      if (each === '\'' || each === '"') quote = each;
    } else if (each === '\\') {
      dict += each + (inner[++at] ?? '');
      continue;
    } else if (each === quote) quote = '';
    dict += each;
  }
  const fields = readPythonLiteral(`{${dict}}`);
  return isJsonMap(fields) ? fields : undefined;
}
