import type { Score, Trace } from '../model/trace.ts';
import { Feedback } from '../model/trace.ts';
import { feedbackOf } from '../trajectory/facts.ts';

/** By what a framework can be known: what its traces still show of it once they are read. */
export type Seen = {
  readonly formats: ReadonlySet<string>;
  readonly apps: ReadonlySet<string>;
  /** Instrumentation scopes, as `otel.scope.name` names them. */
  readonly scopes: ReadonlySet<string>;
  /** Names of attributes of spans and of keys of the trace's own metadata. */
  readonly attributes: ReadonlySet<string>;
  /** Scores by name: who gave them, and whether their values can be read as a user's verdict. */
  readonly scores: ReadonlyMap<string, SeenScore>;
};

export type SeenScore = { readonly source: Score['source']; readonly isVerdict: boolean };

/** Exports may make up names without end. */
const mostNames = 2000;
const mostSpans = 2000;

export function seenIn(traces: Iterable<Trace>): Seen {
  const [formats, apps, scopes, attributes] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  const add = (names: Set<string>, name: unknown) => {
    if (typeof name === 'string' && name !== '' && names.size < mostNames) names.add(name);
  };
  const scores = new Map<string, SeenScore>();
  for (const { format, header, spans } of traces) {
    for (const { name, source, value } of header.scores) {
      if (scores.size >= mostNames && !scores.has(name)) continue;
      scores.set(name, { source: scores.get(name)?.source ?? source, isVerdict: scores.get(name)?.isVerdict === true || Feedback.safeParse(feedbackOf(value)).success });
    }
    add(formats, format);
    add(apps, header.app);
    for (const key of Object.keys(header.metadata)) add(attributes, key);
    for (const span of spans.slice(0, mostSpans)) {
      add(scopes, span.attributes['otel.scope.name']);
      for (const key of Object.keys(span.attributes)) add(attributes, key);
    }
  }
  return { formats, apps, scopes, attributes, scores };
}
