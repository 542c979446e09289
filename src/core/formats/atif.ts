import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Span } from '../model/span.ts';
import { emptySpan } from '../model/span.ts';
import type { TraceHeader } from '../model/trace.ts';
import { isContinuation, pieceOf, pieceReferred } from './atif/pieces.ts';
import type { Reference } from './atif/steps.ts';
import { readFinalMetrics, tellSteps } from './atif/steps.ts';
import { readToolDefinitions } from './content/toolDefinitions.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { recordOf } from './format.ts';
import { textOf } from './jsonText.ts';
import { findRow, readRows } from './rows.ts';
import { spansOfLog, unlessPriced, withModel, withRoot } from './sessionLog.ts';
import { contentId } from './values/contentId.ts';
import { isNothing, listOf, mapOf, mapsIn, restOf, saidFields } from './values/fields.ts';

type Trajectory = JsonMap & { readonly steps: readonly Json[] };

function isTrajectory(value: unknown): value is Trajectory {
  return isJsonMap(value) && Array.isArray(value['steps']) && (typeof value['schema_version'] === 'string' ? value['schema_version'].startsWith('ATIF-v') : false);
}

/**
 * Trajectories as Harbor writes them (FORMATS 8). A run that ran out of context goes on in `*.cont-1.json` and asks sub-agents, each in a
 * file of its own: all of them carry the run's id, and become one trace.
 */
export const atif: Format = {
  id: 'atif',
  title: 'Harbor trajectories (ATIF)',
  example: '{"schema_version":"ATIF-v1.5","session_id":"s1","agent":{"name":"terminus-2","version":"2.0.0"},"steps":[{"step_id":1,"source":"user","message":"…"},{"step_id":2,"source":"agent","message":"…"}]}',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isTrajectory);
    return found && `schema_version ATIF and steps on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const { row, record, warn } of readRows(source, report, isTrajectory, 'Not a trajectory: schema_version ATIF or its steps are missing; left out.')) yield readFile(row, source, record, warn);
  },
};

function readFile(trajectory: Trajectory, source: Source, record: SourceRecord, warn: (message: string) => void): TraceFragment {
  const { run, piece } = pieceOf(trajectory, record.file ?? source.file);
  const own = piece === null || isContinuation(piece);
  return {
    nativeId: run === null ? contentId(trajectory) : standsAlone(trajectory, piece) ? `${ofAgent(run, trajectory)}/${beginningOf(trajectory)}` : ofAgent(run, trajectory),
    header: own ? headerOf(trajectory, run, piece) : {},
    spans: spansOf(readTrajectory(trajectory, source, record, warn), piece),
    record: recordOf(record),
  };
}

/**
 * Session ids are not always of one run: harnesses give all agents that they try the same one. A continuation has the agent of the run, and
 * a summarizer is named after it.
 */
function ofAgent(run: string, trajectory: Trajectory): string {
  const agent = textOf(mapOf(trajectory['agent'])['name'])?.replace(/-summari[sz].*$/, '') ?? '';
  return agent === '' ? run : `${run}/${agent}`;
}

function standsAlone(trajectory: Trajectory, piece: string | null): boolean {
  if (piece !== null || !isNothing(trajectory['continued_trajectory_ref'])) return false;
  const results = trajectory.steps.flatMap((step) => (isJsonMap(step) ? mapsIn(mapOf(step['observation'])['results']) : []));
  return results.every((result) => isNothing(result['subagent_trajectory_ref']));
}

/** Nor is a session always of one run of the agent: those that stand alone in their files are told apart by what was done first, which stays as a file grows. */
function beginningOf({ steps }: Trajectory): string {
  const first = steps.findIndex((step) => isJsonMap(step) && step['source'] === 'agent');
  return contentId(steps.slice(0, first < 0 ? steps.length : first + 1).map((step) => (isJsonMap(step) ? saidFields(step, 'source', 'message', 'reasoning_content', 'tool_calls', 'timestamp') : step)), 8);
}

function spansOf(spans: readonly Span[], piece: string | null): readonly Span[] {
  if (piece === null) return spans;
  if (!isContinuation(piece)) return within(spans, `agent:${piece}`, subAgent, null);
  const [root] = spans;
  const run = root === undefined ? [] : [{ ...emptySpan('run', 0, root.name), kind: root.kind, synthetic: true, place: root.place }];
  return [...run, ...within(spans, piece, 'continuation', 'run')];
}

function headerOf(trajectory: Trajectory, run: string | null, piece: string | null): Partial<TraceHeader> {
  const agent = mapOf(trajectory['agent']);
  return {
    sessionId: textOf(trajectory['session_id']) === null ? null : run, agent: textOf(agent['name']),
    metadata: piece === null ? restOf(trajectory, 'steps', 'agent', 'subagent_trajectories', 'session_id') : {},
  };
}

/** A continuation, or the run of a sub-agent, as a part of the run. A sub-agent may be told from both sides, under the same name. */
function within(spans: readonly Span[], id: string, name: string, parentId: string | null): readonly Span[] {
  const inside = (each: string) => (each === 'run' ? id : each.startsWith('agent:') ? each : `${id}/${each}`);
  return spans.map((span) => (span.parentId === null ? { ...span, id, parentId, name } : { ...span, id: inside(span.id), parentId: inside(span.parentId) }));
}

const subAgent = 'sub-agent';

function readTrajectory(trajectory: Trajectory, source: Source, record: SourceRecord, warn: (message: string) => void, depth = 0): readonly Span[] {
  const agent = mapOf(trajectory['agent']);
  const references: Reference[] = [];
  const spans = spansOfLog(source, record, (log, at) => {
    if (Array.isArray(agent['tool_definitions'])) log.session({ toolDefinitions: readToolDefinitions(agent['tool_definitions'] as Json) }, at(null));
    references.push(...tellSteps(trajectory.steps, log, at, warn));
  });
  const model = textOf(agent['model_name']);
  const { usage, cost } = readFinalMetrics(trajectory['final_metrics']);
  const whole = withRoot(withModel(spans, model), (root) => ({
    usage, cost: unlessPriced(spans, cost), attributes: { ...root.attributes, ...(textOf(agent['name']) === null ? {} : { agent: textOf(agent['name']) }), ...restOf(agent, 'tool_definitions', 'name', 'model_name') },
  }));
  return [...whole, ...subAgents(trajectory, references, whole, source, record, warn, depth)];
}

/** Sub-agents that steps refer to: those embedded in the file are read, others are told so that their own file finds its place. */
function subAgents(trajectory: Trajectory, references: readonly Reference[], spans: readonly Span[], source: Source, record: SourceRecord, warn: (message: string) => void, depth: number): readonly Span[] {
  const embedded = new Map(listOf(trajectory['subagent_trajectories']).flatMap((each, at) => (isJsonMap(each) && Array.isArray(each['steps']) ? [[pieceReferred(each) ?? `${at + 1}`, each as Trajectory] as const] : [])));
  const told = new Set<string>();
  const found: Span[] = [];
  for (const { reference, callId, at } of references) {
    const key = pieceReferred(reference);
    if (key === null || told.has(key)) continue;
    told.add(key);
    const parentId = spans.find((span) => span.tool !== null && callId !== null && span.tool.callId === callId)?.id ?? 'run';
    const inside = embedded.get(key);
    if (inside !== undefined && depth < 20) found.push(...within(readTrajectory(inside, source, record, warn, depth + 1), `agent:${key}`, subAgent, parentId));
    else found.push({ ...emptySpan(`agent:${key}`, spans.length + found.length, subAgent), parentId, kind: 'agent', synthetic: true, startUs: at.timeUs, place: at.place, attributes: { subagent_trajectory_ref: reference } });
  }
  for (const [key, inside] of embedded) if (!told.has(key) && depth < 20) found.push(...within(readTrajectory(inside, source, record, warn, depth + 1), `agent:${key}`, subAgent, 'run'));
  return found;
}
