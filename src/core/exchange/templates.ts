import { setKey } from '../formats/jsonText.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';

const placeholder = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;
const anyTemplate = /\{\{|\{%|\{#/;

/** The value with `{{name}}` replaced by the test's variables, as promptfoo does; null where a template asks for more than that. */
export function rendered(value: Json, vars: JsonMap): Json | null {
  let isWhole = true;
  const render = (each: Json): Json => {
    if (typeof each === 'string') {
      const text = each.replace(placeholder, (whole, name: string) => {
        const said = Object.hasOwn(vars, name) ? vars[name] : undefined;
        return typeof said === 'string' || typeof said === 'number' || typeof said === 'boolean' ? String(said) : whole;
      });
      if (anyTemplate.test(text)) isWhole = false;
      return text;
    }
    if (Array.isArray(each)) return (each as readonly Json[]).map(render);
    if (!isJsonMap(each)) return each;
    const map: Record<string, Json> = {};
    for (const [key, inner] of Object.entries(each)) setKey(map, key, render(inner));
    return map;
  };
  const result = render(value);
  return isWhole ? result : null;
}

/** A question as it is asked, for tools that replace no variables themselves. */
export function asAsked(text: string, vars: Json | undefined): string {
  const said = isJsonMap(vars) ? rendered(text, vars) : text;
  return typeof said === 'string' ? said : text;
}

/** The one variable that a prompt is, such as `{{question}}`. */
export function onlyVariable(prompt: string): string | undefined {
  return /^\s*\{\{\s*([A-Za-z_]\w*)\s*\}\}\s*$/.exec(prompt)?.[1];
}

/** A prompt of text and plain variables, in our spelling; undefined where it is more than that. */
export function plainPrompt(prompt: string): string | undefined {
  const ours = prompt.replace(placeholder, (_, name: string) => `{{${name}}}`);
  return anyTemplate.test(prompt) && !anyTemplate.test(prompt.replace(placeholder, '')) && !/^\s*[[{]\s*["{]/.test(prompt) ? ours : undefined;
}
