import type { Price } from '../model/config.ts';

/**
 * List prices in US dollars per million tokens as the vendors published them on the day named, for the models most met in traces.
 * Prices change: `prices` in config.yaml overrides each, and a model that is not here has no computed cost. A dated
 * release that cost something else than its family has a line of its own.
 */
const on = (date: string, prices: Readonly<Record<string, Omit<Price, 'date'>>>): [string, Price][] => Object.entries(prices).map(([model, price]) => [model, { date, ...price }]);

export const builtInPrices: ReadonlyMap<string, Price> = new Map([
  ...on('2025-08-15', {
    'gpt-5': { input: 1.25, cachedRead: 0.125, output: 10 },
    'gpt-5-mini': { input: 0.25, cachedRead: 0.025, output: 2 },
    'gpt-5-nano': { input: 0.05, cachedRead: 0.005, output: 0.4 },
    'gpt-4.1': { input: 2, cachedRead: 0.5, output: 8 },
    'gpt-4.1-mini': { input: 0.4, cachedRead: 0.1, output: 1.6 },
    'gpt-4.1-nano': { input: 0.1, cachedRead: 0.025, output: 0.4 },
    'gpt-4o-2024-05-13': { input: 5, output: 15 },
    'gpt-4o': { input: 2.5, cachedRead: 1.25, output: 10 },
    'gpt-4o-mini': { input: 0.15, cachedRead: 0.075, output: 0.6 },
    'o1': { input: 15, cachedRead: 7.5, output: 60 },
    'o3': { input: 2, cachedRead: 0.5, output: 8 },
    'o3-mini': { input: 1.1, cachedRead: 0.55, output: 4.4 },
    'o4-mini': { input: 1.1, cachedRead: 0.275, output: 4.4 },
    'gpt-4-turbo': { input: 10, output: 30 },
    'gpt-4': { input: 30, output: 60 },
    'gpt-4-0613': { input: 30, output: 60 },
    'gpt-3.5-turbo': { input: 0.5, output: 1.5 },
  }),
  ...on('2025-08-15', {
    'claude-opus-4-1': { input: 15, cachedRead: 1.5, cacheWrite: 18.75, cacheWrite1h: 30, output: 75 },
    'claude-opus-4': { input: 15, cachedRead: 1.5, cacheWrite: 18.75, cacheWrite1h: 30, output: 75 },
    'claude-sonnet-4': { input: 3, cachedRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6, output: 15 },
    'claude-3-7-sonnet': { input: 3, cachedRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6, output: 15 },
    'claude-3-5-sonnet': { input: 3, cachedRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6, output: 15 },
    'claude-3-5-haiku': { input: 0.8, cachedRead: 0.08, cacheWrite: 1, cacheWrite1h: 1.6, output: 4 },
    'claude-3-opus': { input: 15, cachedRead: 1.5, cacheWrite: 18.75, cacheWrite1h: 30, output: 75 },
    'claude-3-haiku': { input: 0.25, cachedRead: 0.03, cacheWrite: 0.3, cacheWrite1h: 0.5, output: 1.25 },
  }),
  ...on('2025-08-15', {
    'gemini-2.5-pro': { input: 1.25, cachedRead: 0.31, output: 10, above: { inputTokens: 200_000, input: 2.5, cachedRead: 0.625, output: 15 } },
    'gemini-2.5-flash': { input: 0.3, cachedRead: 0.075, output: 2.5 },
    'gemini-2.5-flash-lite': { input: 0.1, cachedRead: 0.025, output: 0.4 },
    'gemini-2.0-flash': { input: 0.1, cachedRead: 0.025, output: 0.4 },
  }),
  ...on('2025-11-24', {
    'gpt-5.1': { input: 1.25, cachedRead: 0.125, output: 10 },
    'claude-opus-4-5': { input: 5, cachedRead: 0.5, cacheWrite: 6.25, cacheWrite1h: 10, output: 25 },
    'claude-sonnet-4-5': { input: 3, cachedRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6, output: 15, above: { inputTokens: 200_000, input: 6, cachedRead: 0.6, output: 22.5 } },
    'claude-haiku-4-5': { input: 1, cachedRead: 0.1, cacheWrite: 1.25, cacheWrite1h: 2, output: 5 },
    'gemini-3-pro-preview': { input: 2, cachedRead: 0.2, output: 12, above: { inputTokens: 200_000, input: 4, cachedRead: 0.4, output: 18 } },
  }),
]);
