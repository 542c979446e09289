import { matchValue } from '../evaluators/matchers.ts';
import type { FactsConfig } from '../model/config.ts';
import type { Json } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Span } from '../model/span.ts';
import type { Approval, Call } from '../model/trace.ts';
import type { Oversight } from '../model/trajectory.ts';
import { valueAtPointer } from '../support/valueAt.ts';

/** How people stood over a run: what they approved, and whether it was handed to them (METRICS 1.1). */

/** The tool that a mapping names; undefined where it reads something else. */
export function toolOf(from: FactsConfig['approval'] | FactsConfig['escalation']): string | undefined {
  return from !== undefined && 'tool' in from ? from.tool : undefined;
}

/** Null where nothing says how an approval shows. */
export function approvalsIn(calls: readonly Call[], spans: readonly Span[], config: FactsConfig): Approval[] | null {
  const from = config.approval;
  if (from === undefined) return null;
  const isGranted = (value: Json | undefined) => from.granted === undefined || matchValue(from.granted, value).ok;
  if ('attribute' in from) {
    return spans.flatMap((span) => {
      const value = attributeOf(span, from.attribute);
      if (value === undefined || value === null) return [];
      const by = from.by === undefined ? undefined : attributeOf(span, from.by);
      const call = calls.find((each) => each.spanId === span.id && span.tool !== null);
      return [{
        granted: from.granted === undefined ? grantingWords.has(String(value).toLowerCase()) : isGranted(value), by: typeof by === 'string' ? by : null,
        tool: call?.name ?? null, ...(call?.args === undefined ? {} : { args: call.args }), beforeCall: call?.index ?? callsBefore(calls, span),
      }];
    });
  }
  return calls.filter((call) => call.name === from.tool && call.status === 'ok').map((call) => {
    const by = from.by === undefined ? null : valueAtPointer(call.result, from.by);
    const { tool, action, ...approved } = isJsonMap(call.args) ? call.args : {};
    const wanted = tool ?? action;
    return {
      granted: isGranted(call.result), by: typeof by === 'string' ? by : null, tool: typeof wanted === 'string' ? wanted : null,
      ...(isJsonMap(call.args) ? { args: approved } : {}), beforeCall: call.index + 1,
    };
  });
}

/** What instrumentations write where a person said yes. */
const grantingWords: ReadonlySet<string> = new Set(['true', 'accepted', 'approved', 'granted', 'allow', 'allowed', 'yes']);

/** Null where nothing tells: the tool was not offered as far as is recorded, the attribute is nowhere, or there is no answer to look at. */
export function escalatedOf(calls: readonly Call[], spans: readonly Span[], answer: string | null, config: FactsConfig): boolean | null {
  const from = config.escalation;
  if (from === undefined) return null;
  if ('answer' in from) return answer === null ? null : matchValue(from.answer, answer).ok;
  if ('attribute' in from) {
    const values = spans.flatMap((span) => attributeOf(span, from.attribute) ?? []);
    return values.length === 0 ? null : values.some((value) => value !== false && value !== 'false');
  }
  if (calls.some((call) => call.name === from.tool && call.status === 'ok')) return true;
  return spans.some((span) => span.toolDefinitions?.some((each) => each.name === from.tool)) ? false : null;
}

/** The approval stands before the calls that began after it. */
function callsBefore(calls: readonly Call[], { startUs }: Span): number {
  return startUs === null ? 0 : calls.filter((call) => call.startUs !== null && call.startUs < startUs).length;
}

function attributeOf({ attributes, events }: Span, name: string): Json | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : events.map((event) => event.attributes[name]).find((each) => each !== undefined);
}

/** What a summary keeps of it: undefined where it is what `oversightOf` (display/facts.ts) takes for granted. */
export function keptOversight(approvals: readonly Approval[] | null, { escalated, terminal }: Pick<Oversight, 'escalated' | 'terminal'>): Oversight | undefined {
  if ((approvals ?? []).length === 0 && escalated === null && (terminal === null || terminal === 'finished')) return undefined;
  return { approvals: approvals?.map(({ granted, by, tool, beforeCall }) => ({ granted, by, tool, beforeCall })) ?? [], escalated, terminal };
}
