import type { Catalogue, SeenArgument, SeenDocument, SeenTool } from '../model/catalogue.ts';
import type { ToolDefinition } from '../model/span.ts';
import type { Slices } from '../support/slices.ts';
import type { ArgumentDigest, Scalar, TraceDigest } from './digest.ts';
import { argumentTypes } from './digest.ts';

/** What an editor is given of each, the most used ones. */
const most = { tools: 5000, documents: 10_000, arguments: 100, values: 12, versions: 20 } as const;
/** Characters of all schemas together, and of one. */
const schemaRoom = { all: 4_000_000, one: 40_000 } as const;
const longestDescription = 2000;
/** So many different values of one argument are counted; then those that came least often are let go. */
const mostCounted = 2000;
const mostLists = 2000;

type ToolSums = { calls: number; failed: number; traces: number; last: Moment | undefined; lastUs: number | null; lastResult: string | null; resultAt: Moment | undefined; offered: Moment | undefined; readonly args: Map<string, ArgumentSums> };
type ArgumentSums = { calls: number; types: number; dropped: boolean; readonly values: Map<Scalar, number> };
type DocumentSums = { traces: number; title: string | null; readonly versions: Map<string, Moment> };
/** Of two runs, one without a clock is the earlier; else the one that was imported first. */
type Moment = { readonly us: number | null; readonly trace: number };

const isAfter = (a: Moment, b: Moment | undefined): boolean => b === undefined || (a.us ?? -1) > (b.us ?? -1) || ((a.us ?? -1) === (b.us ?? -1) && a.trace >= b.trace);

export type CatalogueSums = {
  /** @param trace its number; the order in which traces are added does not matter, up to the values that are let go */
  add(trace: number, digest: TraceDigest): void;
  /** Names of tools that were offered to a model together, each such list once; of very many only the first are kept. */
  offeredTogether(): readonly (readonly string[])[];
  /** The trace that offered each tool last, by name: what it says of the tool is what the catalogue tells. */
  lastOffers(): ReadonlyMap<string, number>;
  catalogue(declared: (name: string) => ToolDefinition | undefined): Slices<Catalogue>;
};

export function createCatalogueSums(): CatalogueSums {
  let traces = 0;
  const tools = new Map<string, ToolSums>();
  const documents = new Map<string, DocumentSums>();
  const lists = new Map<string, readonly string[]>();

  function toolOf(name: string): ToolSums {
    let tool = tools.get(name);
    if (tool === undefined) {
      tool = { calls: 0, failed: 0, traces: 0, last: undefined, lastUs: null, lastResult: null, resultAt: undefined, offered: undefined, args: new Map() };
      tools.set(name, tool);
    }
    return tool;
  }

  return {
    add(trace, digest) {
      traces++;
      for (const [name, calls, failed, lastUs, lastResult, args] of digest.tools) {
        const tool = toolOf(name);
        tool.calls += calls;
        tool.failed += failed;
        tool.traces++;
        const moment: Moment = { us: lastUs, trace };
        if (isAfter(moment, tool.last)) {
          tool.last = moment;
          tool.lastUs = lastUs;
        }
        if (lastResult !== null && isAfter(moment, tool.resultAt)) {
          tool.resultAt = moment;
          tool.lastResult = lastResult;
        }
        for (const argument of args) addArgument(tool.args, argument);
      }
      const ran: Moment = { us: digest.startUs, trace };
      if (digest.offered.length > 1 && lists.size < mostLists) lists.set(digest.offered.toSorted().join('\n'), digest.offered);
      for (const name of digest.offered) {
        const tool = toolOf(name);
        if (isAfter(ran, tool.offered)) tool.offered = ran;
      }
      for (const [id, title, versions] of digest.documents) {
        const known = documents.get(id) ?? { traces: 0, title: null, versions: new Map<string, Moment>() };
        documents.set(id, known);
        known.traces++;
        known.title = title ?? known.title;
        for (const version of versions) if (known.versions.has(version) || known.versions.size < most.versions * 2) {
          if (isAfter(ran, known.versions.get(version))) known.versions.set(version, ran);
        }
      }
    },
    offeredTogether: () => [...lists.values()],
    lastOffers() {
      const traceOf = new Map<string, number>();
      for (const [name, { offered }] of tools) if (offered !== undefined) traceOf.set(name, offered.trace);
      return traceOf;
    },
    *catalogue(declared) {
      const shownTools = yield* mostUsed(tools, ({ calls }) => calls, most.tools);
      const seen: SeenTool[] = [];
      let room: number = schemaRoom.all;
      for (const [name, tool] of shownTools) {
        const definition = declared(name);
        const size = definition?.schema ? JSON.stringify(definition.schema).length : 0;
        const fits = size <= schemaRoom.one && size <= room;
        if (fits) room -= size;
        seen.push({
          name, calls: tool.calls, failed: tool.failed, traces: tool.traces, lastUs: tool.lastUs,
          description: definition?.description?.slice(0, longestDescription) ?? null, schema: fits ? (definition?.schema ?? null) : null,
          arguments: argumentsOf(tool.args), lastResult: tool.lastResult,
        });
        if (seen.length % 20 === 0) yield;
      }
      const retrieved: SeenDocument[] = [];
      for (const [id, { traces: count, title, versions }] of yield* mostUsed(documents, (each) => each.traces, most.documents)) {
        retrieved.push({ id, traces: count, title, versions: latestFirst(versions) });
        if (retrieved.length % 1000 === 0) yield;
      }
      return { traces, tools: seen, documents: retrieved, left: { tools: tools.size - seen.length, documents: documents.size - retrieved.length } };
    },
  };
}

function addArgument(args: Map<string, ArgumentSums>, [name, calls, types, values]: ArgumentDigest): void {
  let argument = args.get(name);
  if (argument === undefined) {
    if (args.size >= most.arguments) return;
    argument = { calls: 0, types: 0, dropped: false, values: new Map() };
    args.set(name, argument);
  }
  argument.calls += calls;
  argument.types |= types;
  for (const [value, count] of values) argument.values.set(value, (argument.values.get(value) ?? 0) + count);
  for (let least = 1; argument.values.size > mostCounted; least++) {
    argument.dropped = true;
    for (const [value, count] of argument.values) if (count <= least) argument.values.delete(value);
  }
}

function argumentsOf(args: ReadonlyMap<string, ArgumentSums>): readonly SeenArgument[] {
  return [...args].sort(([nameA, a], [nameB, b]) => b.calls - a.calls || compareText(nameA, nameB)).map(([name, { calls, types, dropped, values }]) => ({
    name, calls, types: argumentTypes.filter((_, bit) => types & (1 << bit)),
    // Where each call gives another value, none of them says anything about the next.
    values: [...values].filter(([, count]) => count > 1 || (!dropped && values.size <= most.values))
      .sort(([a, countA], [b, countB]) => countB - countA || compareText(String(a), String(b))).slice(0, most.values)
      .map(([value, count]) => ({ value, count })),
  }));
}

function latestFirst(versions: ReadonlyMap<string, Moment>): readonly string[] {
  return [...versions].sort(([a, atA], [b, atB]) => (isAfter(atA, atB) ? (isAfter(atB, atA) ? compareText(b, a) : -1) : 1)).slice(0, most.versions).map(([version]) => version);
}

/** The entries with the greatest counts, greatest first, then by name. Only as many are sorted as are taken, or share the last one's count. */
function* mostUsed<T>(all: ReadonlyMap<string, T>, countOf: (each: T) => number, take: number): Slices<readonly (readonly [string, T])[]> {
  let least = -1;
  if (all.size > take) {
    const howMany = new Map<number, number>();
    for (const each of all.values()) howMany.set(countOf(each), (howMany.get(countOf(each)) ?? 0) + 1);
    let taken = 0;
    for (const count of [...howMany.keys()].sort((a, b) => b - a)) {
      least = count;
      taken += howMany.get(count)!;
      if (taken >= take) break;
    }
    yield;
  }
  const above: (readonly [string, T])[] = [];
  const atLeast: (readonly [string, T])[] = [];
  for (const entry of all) {
    const count = countOf(entry[1]);
    if (count > least) above.push(entry);
    // Of those that share the last place, the first that came are as good as any.
    else if (count === least && atLeast.length < take) atLeast.push(entry);
  }
  yield;
  const sorted = [...above, ...atLeast.slice(0, take - above.length)].sort(([nameA, a], [nameB, b]) => countOf(b) - countOf(a) || compareText(nameA, nameB));
  yield;
  return sorted;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
