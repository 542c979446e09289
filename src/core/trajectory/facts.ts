import { defaultFacts } from '../model/config.ts';
import type { FactsConfig } from '../model/config.ts';
import type { Json } from '../model/json.ts';
import { Facts } from '../model/trace.ts';
import type { Trace } from '../model/trace.ts';

const valueFacts = ['user', 'role', 'useCase', 'queue', 'risk', 'promptVersion', 'feedback', 'finalText', 'editMinutes', 'outcome', 'fallback', 'snapshot'] as const;

/** The workspace's mapping over the built-in one, fact by fact. */
export function factsConfigOf(config: FactsConfig | undefined): FactsConfig {
  return { ...defaultFacts, ...config };
}

/** Facts of a trace: the reader's own, else the first source of the mapping that is present (METRICS 1.1). What has no source stays unknown. */
export function readFacts(trace: Trace, config: FactsConfig): Facts {
  const facts: Record<string, unknown> = {};
  for (const fact of valueFacts) {
    const own = trace.header.facts[fact];
    const value = own ?? firstPresent(trace, config[fact] ?? []);
    if (value === undefined || value === null) continue;
    const parsed = Facts.shape[fact].safeParse(fact === 'feedback' ? feedbackOf(value) : fact === 'editMinutes' ? Number(value) : fact === 'user' ? String(value) : value);
    if (parsed.success && parsed.data !== undefined) facts[fact] = parsed.data;
  }
  return facts as Facts;
}

function firstPresent(trace: Trace, sources: NonNullable<FactsConfig['user']>): Json | undefined {
  for (const source of sources) {
    if (typeof source !== 'string') {
      if ('default' in source) return source.default;
      continue;
    }
    const value = lookUp(trace, source);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

function lookUp(trace: Trace, name: string): Json | undefined {
  if (name.startsWith('score:')) return trace.header.scores.find((score) => score.name === name.slice(6))?.value ?? undefined;
  if (name.startsWith('tag:')) {
    const prefix = name.slice(4).replace(/\*$/, '');
    return trace.header.tags.find((tag) => tag.startsWith(prefix))?.slice(prefix.length);
  }
  if (trace.header.metadata[name] !== undefined) return trace.header.metadata[name];
  if (trace.header.userId !== null && (name === 'user.id' || name === 'enduser.id' || name === 'userId')) return trace.header.userId;
  for (const span of trace.spans) if (span.attributes[name] !== undefined) return span.attributes[name];
  return undefined;
}

/** Scores spell a verdict as a number or a truth value; words are taken as they are. */
function feedbackOf(value: unknown): unknown {
  if (value === true || value === 1) return 'accepted';
  if (value === false || value === 0) return 'rejected';
  return typeof value === 'string' ? value.toLowerCase() : value;
}
