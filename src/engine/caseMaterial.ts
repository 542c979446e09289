import { basename, isAbsolute } from 'node:path';
import { printRecording } from '../core/cases/record.ts';
import { findIn, redactedPaths } from '../core/cases/sensitive.ts';
import type { SensitiveValue } from '../core/cases/sensitive.ts';
import type { EvalCase } from '../core/model/evalCase.ts';
import type { Label } from '../core/model/label.ts';
import type { Recording } from '../core/model/recording.ts';
import type { Facts, Trace, Trial } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { UserError } from '../core/support/errors.ts';
import { assemble } from '../core/trajectory/assemble.ts';
import { factsConfigOf } from '../core/trajectory/facts.ts';
import { askedOf } from './askedTurn.ts';
import type { Messages, Part, TurnAsked } from './askedTurn.ts';
import type { EngineContext } from './context.ts';

/** All of a trace that a case may repeat. */
export type Material = { readonly query: string; readonly messages: Messages; readonly label: Label | null; readonly facts: Facts; readonly trial: Trial };
export type CaseMaterial = {
  readonly trace: Trace; readonly summary: TraceSummary; readonly material: Material; readonly sensitive: readonly SensitiveValue[];
  /** The turn that the case asks, where the run has several. */
  readonly turn: TurnAsked | null;
  /** Numbers of the steps that tell the query, and the turns before it. */
  readonly askedAt: { readonly query: number; readonly earlier: readonly number[] };
  /** What was said of the run, which may be of another part of it. */
  readonly said: { readonly label: Label | null; readonly isOutside: boolean };
  /** Steps that a case may begin at. */
  readonly starts: readonly { readonly step: number; readonly name: string }[];
};

const mostStarts = 200;

/** A preview asks after each key, and one of several traces is walked to and fro. */
const mostKept = 3;

/** What cases are made of. The last ones are kept. */
export function createCaseMaterial({ index, config }: EngineContext): (id: string, part: Part) => CaseMaterial {
  const last = new Map<string, CaseMaterial>();

  function gather(id: string, part: Part): CaseMaterial {
    const summary = index.readSummary(id);
    const label = index.labelOf(id);
    const key = JSON.stringify([id, part, summary?.importedAt, summary?.cases, label, config().facts]);
    const known = last.get(key);
    if (known) {
      last.delete(key);
      last.set(key, known);
      return known;
    }
    const trace = index.readTrace(id);
    if (!trace || !summary) throw new UserError('no-such-trace', `The index holds no trace ${id}.`, 'Import its export again.');
    const { asked, turn, askedAt } = askedOf({ trace, summary, label, part, config: factsConfigOf(config().facts) });
    const { query } = asked;
    if (query === null) throw new UserError('no-query', `Trace ${summary.nativeId} records no user message, so there is nothing to ask the agent again.`, 'Switch on message recording in the framework that wrote it, or choose a trace with a query.');
    const material = { ...asked, query };
    const value = { trace, summary, material, sensitive: findIn(material), turn, askedAt, said: { label, isOutside: label !== null && asked.label === null }, starts: startsOf(trace) };
    last.set(key, value);
    for (const oldest of [...last.keys()].slice(0, -mostKept)) last.delete(oldest);
    return value;
  }
  return gather;
}

/** Where a case comes from, as it says so itself. `facts`: as they may be written. */
export function sourceOf({ trace, summary: { startUs } }: CaseMaterial, facts: Facts): NonNullable<EvalCase['source']> {
  const capturedAt = startUs === null ? undefined : new Date(startUs / 1000).toISOString().replace('.000Z', 'Z');
  return {
    traceId: trace.id, runId: trace.nativeId, file: fileToCommit(trace.file), ...(capturedAt === undefined ? {} : { capturedAt }), sha256: trace.sha256, importer: trace.format,
    ...(facts.role ? { userRole: facts.role } : {}),
  };
}

/** A path of this machine says nothing to others: of a file outside the workspace only the name is written. */
function fileToCommit(file: string): string {
  return isAbsolute(file) ? basename(file) : file;
}

/** The recording of a case as file text. */
export function recordingTextOf(id: string, { source, messages, trial }: Pick<Recording, 'source' | 'messages' | 'trial'>): string {
  return printRecording({ casebook: 1, case: id, source, messages, trial: { ...trial, redacted: redactedPaths(trial) }, cuts: [] });
}

function startsOf(trace: Trace): CaseMaterial['starts'] {
  const { steps } = assemble(trace.spans, false);
  return steps.filter(({ kind }) => kind !== 'agent').sort((a, b) => a.n - b.n).slice(0, mostStarts).map(({ n, name }) => ({ step: n, name }));
}
