import type { Json } from '../model/json.ts';
import type { Span } from '../model/span.ts';

/** Attributes that set how a model answers; others differ from call to call and say nothing. */
const setting = /(?:^|[._])(?:temperature|top_?p|top_?k|max_(?:output_|completion_)?tokens|maxOutputTokens|maxTokens|frequency_?penalty|presence_?penalty|seed|stop(?:_?sequences)?|tool_?choice|reasoning_?effort|effort|response_?format|parallel_?tool_?calls|thinking(?:_?budget)?|service_?tier|logit_?bias|verbosity|mode|choice\.count)$/i;
/** Attributes that hold several of them as one value. */
const holder = /(?:^|[._])(?:invocation_param(?:eter)?s|modelParameters|model_parameters|config|options|generation_config|llm_request)$/i;
const longest = 1000;

/** What a model call was set to, by the export's own names; what stands under two of them with one value is told once. Long values, such as schemas of answers, are left out. */
export function callSettings({ attributes }: Pick<Span, 'attributes'>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const told = new Set<string>();
  const add = (name: string, value: Json): void => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (text.length > longest) return;
    const said = `${name.slice(name.lastIndexOf('.') + 1).replaceAll('_', '').toLowerCase()} ${text}`;
    if (!told.has(said)) found.set(name, text);
    told.add(said);
  };
  for (const [name, value] of Object.entries(attributes)) {
    if (setting.test(name)) add(name, value);
    const held = holder.test(name) ? parsed(value) : undefined;
    if (typeof held !== 'object' || held === null || Array.isArray(held)) continue;
    for (const [key, each] of Object.entries(held)) if (setting.test(key)) add(`${name}.${key}`, each);
  }
  return found;
}

function parsed(value: Json): Json | undefined {
  if (typeof value !== 'string' || !value.startsWith('{') || value.length > 100_000) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    // Not JSON after all: then it is one value, and no map of them.
    return undefined;
  }
}
