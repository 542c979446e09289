import { hasPlaceholder } from '../cases/sensitive.ts';
import { canonicalJson } from '../evaluators/canonical.ts';
import { whyText } from '../display/textArguments.ts';
import type { CallStanding } from '../model/insights.ts';
import type { Json } from '../model/json.ts';
import type { Slices } from '../support/slices.ts';
import { valueAtPointer } from '../support/valueAt.ts';
import { createArgumentChecks } from './argumentProblems.ts';
import type { Offers } from './offers.ts';
import type { RecordedCall } from './recordedCalls.ts';

/** What `problems` holds of one call at most; `problemCount` says how many there are. */
const mostProblems = 20;

/** Calls that are looked at without a pause. */
const aSlice = 500;

/** What is known of each call: whether its arguments fit the schema of its tool, whether it was offered, and where it was made before. */
export function* callStandings(calls: readonly RecordedCall[], offers: Offers, names: ReadonlySet<string>): Slices<readonly CallStanding[]> {
  const checkOf = createArgumentChecks();
  const latest = createLatest();

  function problemsOf(call: RecordedCall, schema: Parameters<typeof checkOf>[0] | null): CallStanding['problems'] {
    const check = schema && checkOf(schema);
    if (!check) return null;
    if (call.arguments === undefined) return call.argumentsText === undefined || whyText(call.argumentsText) !== 'not JSON' ? null : [{ path: '', message: 'not JSON' }];
    // Tools without arguments are called with nothing at all, too.
    return check(call.arguments === null ? {} : call.arguments)?.filter(({ path }) => !isRedacted(call.arguments, path)) ?? null;
  }

  const standings: CallStanding[] = [];
  for (const [at, call] of calls.entries()) {
    if (at % aSlice === aSlice - 1) yield;
    const offer = offers.before(call);
    const problems = problemsOf(call, offer?.tools.get(call.name)?.schema ?? null);
    const earlier = latest(call);
    const sameAs = earlier && !isOneRun(earlier, call) ? { step: earlier.shownAt, sameResult: sameResult(earlier.result, call.result) } : null;
    standings.push({
      step: call.step, callId: call.callId, problems: problems?.slice(0, mostProblems) ?? null, problemCount: problems?.length ?? 0,
      offered: offer === null || offer.tools.size === 0 ? null : offer.tools.has(call.name) || (!offer.own && names.has(call.name)), sameAs,
    });
  }
  return standings;
}

/** What redaction took cannot be held against the call. */
function isRedacted(given: Json | undefined, path: string): boolean {
  const value = valueAtPointer(given, path);
  return typeof value === 'string' && hasPlaceholder(value);
}

/** The latest call before one with the same name and arguments. Arguments are put into order only where others are as long. */
function createLatest(): (call: RecordedCall) => RecordedCall | undefined {
  const alike = new Map<string, RecordedCall | Map<string, RecordedCall>>();
  const keyOf = (call: RecordedCall): string => (call.arguments === undefined ? call.argumentsText! : canonicalJson(call.arguments));
  return (call) => {
    const text = call.arguments === undefined ? call.argumentsText : JSON.stringify(call.arguments);
    if (text === undefined) return undefined;
    const bucket = `${call.name} ${call.arguments === undefined ? 'text' : 'json'} ${text.length}`;
    const there = alike.get(bucket);
    if (there === undefined) {
      alike.set(bucket, call);
      return undefined;
    }
    const byKey = there instanceof Map ? there : new Map([[keyOf(there), there]]);
    alike.set(bucket, byKey);
    const key = keyOf(call);
    const earlier = byKey.get(key);
    byKey.set(key, call);
    return earlier;
  };
}

const sameResult = (a: Json | undefined, b: Json | undefined): boolean | null => (a === undefined || b === undefined ? null : canonicalJson(a) === canonicalJson(b));

/** Two instrumentations may record one run of a call, one within the other or beside it. */
function isOneRun(a: RecordedCall, b: RecordedCall): boolean {
  if (a.step !== null && b.step !== null && a.at < b.at && b.at <= a.last) return true;
  if (a.callId === null || a.callId !== b.callId) return false;
  if (a.startUs === null || a.endUs === null || b.startUs === null || b.endUs === null) return a.issuer === b.issuer;
  return a.startUs <= b.endUs && b.startUs <= a.endUs;
}
