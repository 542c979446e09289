import { quoted } from '../display/truncate.ts';
import type { Json } from '../model/json.ts';
import type { Found, SignalRule, SignalView } from './signal.ts';
import type { ToolRun } from './toolRuns.ts';
import { named } from './words.ts';

/** Characters of one text that are looked at, from its beginning and from its end; and of a whole trace. */
const looked = { start: 20_000, end: 5000, trace: 4_000_000 } as const;
const mostTexts = 2000;

const qualifier = '(?:previous|prior|above|earlier|preceding|foregoing|existing|original|your|my|all|any|of|the|these|those|system|other|initial)';

/** `hints`: one of each list stands in every text that the pattern matches; most texts have none, and are done. */
type Order = { readonly hints: readonly (readonly string[])[]; readonly pattern: RegExp };
const orders: readonly Order[] = [
  {
    hints: [['nstruction', 'NSTRUCTION', ' prompt', ' PROMPT', ' Prompt', ' direct', ' DIRECT'], ['ignore ', 'Ignore ', 'IGNORE ', 'isregard ', 'ISREGARD ', 'forget ', 'Forget ', 'FORGET ', 'verride ', 'VERRIDE ', 'bypass ', 'Bypass ', 'BYPASS ']],
    pattern: new RegExp(`\\b(?:ignore|disregard|forget|override|bypass)\\s{1,3}(?:${qualifier}\\s{1,3}){0,4}(?:previous|prior|above|earlier|preceding|foregoing|original|your|system|all)\\s{1,3}(?:${qualifier}\\s{1,3}){0,2}(?:instructions?|prompts?|directions|directives)\\b`, 'i'),
  },
  { hints: [['mportant message from me', 'efore you can solve the task']], pattern: /\b(?:this is an important message from me\b|before you can solve the task\b)/i },
  {
    hints: [['ttention', 'TTENTION', 'ote to ', 'OTE TO ', 'essage to', 'essage for', 'nstructions for', 'nstruction for'], ['AI', 'LLM', 'anguage model', ' ai']],
    pattern: /\b(?:attention|note to|message (?:to|for)|instructions? for)[,:]?\s{1,3}(?:all |any |the |every )?(?:ai|llm|language model)\b[^.\n]{0,80}\b(?:must|should|you|please|do not)\b/i,
  },
  { hints: [['the user', 'THE USER'], ['ell', 'nform', 'otify', 'lert', 'ELL', 'NFORM']], pattern: /\b(?:do not|don['’]t|never|without)\s{1,3}(?:tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|alert(?:ing)?)\s{1,3}the user\b/i },
  { hints: [['ou are now', 'OU ARE NOW']], pattern: /\byou are now (?:in )?(?:dan|developer mode|jailbroken|unrestricted|an unrestricted)\b/i },
  { hints: [['system prompt', 'System prompt', 'SYSTEM PROMPT', 'System Prompt']], pattern: /\b(?:reveal|print|output|repeat|send|exfiltrate)\s{1,3}(?:me\s{1,3})?(?:your|the)\s{1,3}(?:full\s|entire\s|hidden\s|whole\s){0,2}system prompt\b/i },
];

/** Reminders that a coding agent adds to results itself. */
const ownReminder = '<system-reminder>';

export const injectionAttempt: SignalRule = {
  id: 'injectionAttempt',
  title: 'Injection attempt',
  describe: 'A tool result or a document gives the model orders, such as to ignore its instructions. Shown, never acted on.',
  severity: 'error',
  find(view) {
    const found: Found[] = [];
    const budget = { left: looked.trace };
    for (const { step, what, value, run } of sourcesOf(view)) {
      if (budget.left <= 0) break;
      const order = orderIn(value, budget);
      // What the model wrote itself comes back to it in the results of its own tools.
      if (order === null || (run !== undefined && JSON.stringify(run.args ?? null).includes(JSON.stringify(order).slice(1, -1)))) continue;
      found.push({ steps: [step], why: `${what} says ${quoted(order, 100)}`, tag: 'injection' });
    }
    return found;
  },
};

type Source = { readonly step: number; readonly what: string; readonly value: Json; readonly run?: ToolRun };

function* sourcesOf({ runs, assembled: { steps, ordered } }: SignalView): Generator<Source> {
  for (const run of runs) if (run.result !== undefined && run.result !== null) yield { step: run.step, what: `the result of ${named(run.name)}`, value: run.result, run };
  for (const [at, span] of ordered.entries()) {
    for (const { id, content } of span.documents) if (content !== null) yield { step: steps[at]!.n, what: id === null ? 'a document' : `the document ${named(id)}`, value: content };
  }
}

function orderIn(value: Json, budget: { left: number }): string | null {
  let texts = mostTexts;
  const search = (each: Json): string | null => {
    if (budget.left <= 0 || texts <= 0) return null;
    if (typeof each === 'string') {
      texts--;
      return orderInText(each, budget);
    }
    if (typeof each !== 'object' || each === null) return null;
    for (const inner of Object.values(each) as readonly Json[]) {
      const found = search(inner);
      if (found !== null) return found;
    }
    return null;
  };
  return search(value);
}

function orderInText(whole: string, budget: { left: number }): string | null {
  const text = whole.length <= looked.start + looked.end ? whole : `${whole.slice(0, looked.start)}\n${whole.slice(-looked.end)}`;
  budget.left -= text.length;
  if (text.length < 20) return null;
  for (const { hints, pattern } of orders) {
    if (!hints.every((either) => either.some((hint) => text.includes(hint)))) continue;
    const match = pattern.exec(text);
    if (match && !text.slice(Math.max(0, match.index - 2000), match.index).includes(ownReminder)) return text.slice(match.index, match.index + Math.max(match[0].length, 100)).split('\n\n')[0]!;
  }
  return null;
}
