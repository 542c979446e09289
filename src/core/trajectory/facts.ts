import { matchValue } from '../evaluators/matchers.ts';
import { defaultFacts } from '../model/config.ts';
import type { FactsConfig } from '../model/config.ts';
import type { Json } from '../model/json.ts';
import { Facts } from '../model/trace.ts';
import type { Trace } from '../model/trace.ts';
import { valueAt } from '../support/valueAt.ts';

const valueFacts = ['user', 'role', 'useCase', 'queue', 'risk', 'promptVersion', 'feedback', 'finalText', 'editMinutes', 'learningMinutes', 'outcome', 'fallback', 'snapshot'] as const;

/** The workspace's mapping over the built-in one, fact by fact. */
export function factsConfigOf(config: FactsConfig | undefined): FactsConfig {
  return { ...defaultFacts, ...config };
}

/**
 * Facts of a trace: the reader's own, else the first source of the mapping that is present (METRICS 1.1). What has no source stays
 * unknown.
 * @param answer what the user got, for sources that look at it
 */
export function readFacts(trace: Pick<Trace, 'header' | 'spans'>, config: FactsConfig, answer: string | null): Facts {
  const facts: Record<string, unknown> = {};
  const names = attributeNames(trace.spans);
  for (const fact of valueFacts) {
    const own = trace.header.facts[fact];
    const value = own ?? firstPresent(trace, names, config[fact] ?? [], answer);
    if (value === undefined || value === null) continue;
    const parsed = Facts.shape[fact].safeParse(asFact(fact, value));
    if (parsed.success && parsed.data !== undefined) facts[fact] = parsed.data;
  }
  return facts as Facts;
}

/** All that spans and their events have under a name of its own: most facts are looked for in vain, in every span. */
function attributeNames(spans: Trace['spans']): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { attributes, events } of spans) {
    for (const name of Object.keys(attributes)) names.add(name);
    for (const event of events) for (const name of Object.keys(event.attributes)) names.add(name);
  }
  return names;
}

/** Whether a name, or what stands before one of its dots, is among them. */
function isAmong(names: ReadonlySet<string>, name: string): boolean {
  if (names.has(name)) return true;
  for (let at = name.indexOf('.'); at > 0; at = name.indexOf('.', at + 1)) if (names.has(name.slice(0, at))) return true;
  return false;
}

function firstPresent(trace: Pick<Trace, 'header' | 'spans'>, names: ReadonlySet<string>, sources: NonNullable<FactsConfig['user']>, answer: string | null): Json | undefined {
  for (const source of sources) {
    if (typeof source !== 'string') {
      if ('default' in source) return source.default;
      // No answer leaves open whether it would have matched.
      if (answer !== null) return matchValue(source.answer, answer).ok;
      continue;
    }
    const value = lookUp(trace, names, source);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

function lookUp(trace: Pick<Trace, 'header' | 'spans'>, names: ReadonlySet<string>, name: string): Json | undefined {
  if (name.startsWith('score:')) return scoreNamed(trace.header.scores, name.slice(6));
  if (name.startsWith('tag:')) return tagNamed(trace.header.tags, name.slice(4));
  const told = valueAt(trace.header.metadata, name);
  if (told !== undefined) return told;
  if (trace.header.userId !== null && userNames.has(name)) return trace.header.userId;
  if (!isAmong(names, name)) return undefined;
  for (const { attributes, events } of trace.spans) {
    const value = valueAt(attributes, name) ?? events.map((event) => event.attributes[name]).find((each) => each !== undefined);
    if (value !== undefined) return value;
  }
  return undefined;
}

const userNames: ReadonlySet<string> = new Set(['user.id', 'enduser.id', 'userId', 'user_id']);

/** A person's own word before a judge's or a program's on the same question. */
const bySource = ['user', 'human', 'unknown', 'judge', 'code'] as const;
function scoreNamed(scores: Trace['header']['scores'], name: string): Json | undefined {
  const named = scores.filter((score) => score.name === name && score.value !== null);
  return named.toSorted((a, b) => bySource.indexOf(a.source) - bySource.indexOf(b.source))[0]?.value ?? undefined;
}

/** `use-case/*` is what stands for the star; a name without a star is true where the tag is there. */
function tagNamed(tags: readonly string[], pattern: string): Json | undefined {
  if (!pattern.endsWith('*')) return tags.includes(pattern) ? true : undefined;
  const prefix = pattern.slice(0, -1);
  return tags.find((tag) => tag.startsWith(prefix) && tag.length > prefix.length)?.slice(prefix.length);
}

/** Exports spell a fact in their own way; what cannot be the fact is left as it is and found to be none. */
function asFact(fact: (typeof valueFacts)[number], value: Json): unknown {
  switch (fact) {
    case 'feedback': return feedbackOf(value);
    case 'editMinutes': case 'learningMinutes': return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    case 'fallback': return value === 'true' || value === 1 ? true : value === 'false' || value === 0 ? false : value;
    case 'risk': case 'outcome': return typeof value === 'string' ? value.toLowerCase() : value;
    default: return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  }
}

const feedbackWords: Readonly<Record<string, string>> = {
  accepted: 'accepted', accept: 'accepted', approved: 'accepted', thumbs_up: 'accepted', 'thumbs-up': 'accepted', up: 'accepted', positive: 'accepted', good: 'accepted', like: 'accepted', '👍': 'accepted',
  edited: 'edited', edit: 'edited', modified: 'edited', corrected: 'edited',
  rejected: 'rejected', reject: 'rejected', denied: 'rejected', thumbs_down: 'rejected', 'thumbs-down': 'rejected', down: 'rejected', negative: 'rejected', bad: 'rejected', dislike: 'rejected', '👎': 'rejected',
};

/** A verdict as a number, a truth value, or a word for it. A grade between the ends is no verdict. */
export function feedbackOf(value: unknown): unknown {
  if (value === true || value === 1) return 'accepted';
  if (value === false || value === 0 || value === -1) return 'rejected';
  if (typeof value !== 'string') return value;
  const word = value.trim().toLowerCase().replaceAll(' ', '_');
  return Object.hasOwn(feedbackWords, word) ? feedbackWords[word] : word;
}
