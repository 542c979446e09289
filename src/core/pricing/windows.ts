import { listedNames } from './modelName.ts';

/**
 * Context windows in tokens as the vendors published them on the day named: prompt and answer together, or the prompt alone where the
 * vendor limits that. `windows` in config.yaml overrides each. A model that is not here has no known window.
 */
type Listed = { readonly tokens: number; readonly date: string };
const on = (date: string, tokens: number, ...models: readonly string[]): [string, Listed][] => models.map((model) => [model, { tokens, date }]);

const builtInWindows: ReadonlyMap<string, Listed> = new Map([
  ...on('2025-08-15', 1_047_576, 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano'),
  ...on('2025-08-15', 128_000, 'gpt-4o', 'gpt-4o-mini', 'chatgpt-4o', 'gpt-4o-audio-preview', 'gpt-4o-search-preview', 'gpt-4o-mini-search-preview', 'gpt-5-chat', 'gpt-4.5-preview', 'gpt-4-turbo', 'gpt-4-turbo-preview', 'gpt-4-1106-preview', 'gpt-4-0125-preview', 'o1-mini', 'o1-preview'),
  ...on('2025-08-15', 200_000, 'o1', 'o1-pro', 'o3', 'o3-mini', 'o3-pro', 'o4-mini', 'o3-deep-research', 'o4-mini-deep-research', 'codex-mini'),
  ...on('2025-08-15', 400_000, 'gpt-5', 'gpt-5-mini', 'gpt-5-nano'),
  ...on('2025-11-24', 400_000, 'gpt-5-codex', 'gpt-5-pro', 'gpt-5.1', 'gpt-5.1-codex', 'gpt-5.1-codex-mini'),
  ...on('2025-08-15', 131_072, 'gpt-oss-120b', 'gpt-oss-20b'),
  ...on('2025-08-15', 8_192, 'gpt-4', 'gpt-4-0314', 'gpt-4-0613'),
  ...on('2025-08-15', 32_768, 'gpt-4-32k', 'gpt-4-32k-0613'),
  ...on('2025-08-15', 16_385, 'gpt-3.5-turbo', 'gpt-3.5-turbo-0125', 'gpt-3.5-turbo-1106', 'gpt-3.5-turbo-16k'),
  ...on('2025-08-15', 4_096, 'gpt-3.5-turbo-0301', 'gpt-3.5-turbo-0613', 'gpt-3.5-turbo-instruct'),

  ...on('2025-08-15', 200_000, 'claude-2.1', 'claude-3-opus', 'claude-3-sonnet', 'claude-3-haiku', 'claude-3-5-sonnet', 'claude-3-5-haiku', 'claude-3-7-sonnet', 'claude-sonnet-4', 'claude-opus-4', 'claude-opus-4-1'),
  ...on('2025-11-24', 200_000, 'claude-sonnet-4-5', 'claude-haiku-4-5', 'claude-opus-4-5'),
  ...on('2025-08-15', 100_000, 'claude-2', 'claude-2.0', 'claude-instant-1', 'claude-instant-1.2'),

  ...on('2025-08-15', 1_048_576, 'gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-2.5-flash-lite', 'gemini-2.0-flash', 'gemini-2.0-flash-lite', 'gemini-2.0-flash-exp', 'gemini-1.5-flash', 'gemini-1.5-flash-8b'),
  ...on('2025-11-24', 1_048_576, 'gemini-3-pro-preview'),
  ...on('2025-08-15', 2_097_152, 'gemini-1.5-pro'),

  ...on('2025-08-15', 131_072, 'grok-2', 'grok-3', 'grok-3-mini'),
  ...on('2025-11-24', 256_000, 'grok-4', 'grok-4-0709', 'grok-code-fast-1'),
  ...on('2025-08-15', 131_072, 'llama-3.1-8b-instruct', 'llama-3.1-70b-instruct', 'llama-3.1-405b-instruct', 'llama-3.3-70b-instruct', 'llama-3.1-8b-instant', 'llama-3.3-70b-versatile'),
  ...on('2025-08-15', 8_192, 'llama3-8b-8192', 'llama3-70b-8192', 'meta-llama-3-8b-instruct', 'meta-llama-3-70b-instruct'),
  ...on('2025-08-15', 131_072, 'mistral-large', 'mistral-large-2411', 'mistral-medium', 'mistral-medium-2505', 'mistral-small', 'mistral-small-2503', 'mistral-nemo', 'open-mistral-nemo', 'ministral-8b', 'pixtral-large'),
  ...on('2025-08-15', 32_768, 'open-mistral-7b', 'open-mixtral-8x7b', 'mixtral-8x7b-32768', 'mixtral-8x7b-instruct'),
  ...on('2025-08-15', 65_536, 'open-mixtral-8x22b', 'mixtral-8x22b-instruct'),
  ...on('2025-08-15', 131_072, 'qwen2.5-7b-instruct', 'qwen2.5-14b-instruct', 'qwen2.5-32b-instruct', 'qwen2.5-72b-instruct', 'qwen2.5-coder-32b-instruct', 'qwq-32b'),
  ...on('2025-08-15', 262_144, 'qwen3-coder-480b-a35b-instruct'),
  ...on('2025-08-21', 131_072, 'deepseek-chat', 'deepseek-reasoner'),
  ...on('2025-08-15', 300_000, 'amazon.nova-pro', 'amazon.nova-lite', 'nova-pro', 'nova-lite'),
  ...on('2025-08-15', 128_000, 'amazon.nova-micro', 'nova-micro', 'command-r', 'command-r-plus'),
  ...on('2025-08-15', 1_000_000, 'amazon.nova-premier', 'nova-premier'),
  ...on('2025-08-15', 131_072, 'kimi-k2', 'kimi-k2-instruct', 'glm-4.5', 'glm-4.5-air'),
]);

/** `from`: the day of the list, or null where config.yaml says it. */
export type ContextWindow = { readonly tokens: number; readonly from: string | null };

/** Some clients name the window that they asked for: `claude-sonnet-4-5[1m]`. */
const longWindow = /\[1m\]$/;

/**
 * @param own `windows` of config.yaml, in tokens; a name there is taken as it is first, then without vendor and date
 * @returns null where the model's window is not known: nothing is guessed from a similar name
 */
export function createWindows(own: Readonly<Record<string, number>> = {}): (model: string) => ContextWindow | null {
  const owned = new Map(Object.entries(own).map(([model, tokens]) => [model.toLowerCase(), tokens] as const));
  const known = new Map<string, ContextWindow | null>();
  const find = (model: string): ContextWindow | null => {
    const names = listedNames(model);
    for (const name of names) if (owned.has(name)) return { tokens: owned.get(name)!, from: null };
    for (const name of names) {
      // Resellers write the version of a Claude with a point.
      const listed = builtInWindows.get(name) ?? (name.startsWith('claude-') ? builtInWindows.get(pointless(name)) : undefined);
      if (listed) return { tokens: listed.tokens, from: listed.date };
      if (longWindow.test(name)) {
        const plain = find(name.replace(longWindow, ''));
        if (plain?.from) return { tokens: 1_000_000, from: plain.from };
      }
    }
    return null;
  };
  return (model) => {
    if (!known.has(model)) known.set(model, find(model));
    return known.get(model)!;
  };
}

const pointless = (name: string): string => name.replace(/(\d)\.(\d)/, '$1-$2');
