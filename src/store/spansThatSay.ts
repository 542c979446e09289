import type { Span } from '../core/model/span.ts';
import { unshaped } from './shapes.ts';
import type { Runs, SpanBody } from './traceRows.ts';

/** `counted`: 1 where a model's call is none that others repeat or that wraps others (traceRows.ts). */
export type SpanBodyRow = readonly [id: string, kind: Span['kind'], counted: number, body: string];

/** How well a span tells where something was said: a tool's call best, then a model's answer, then whoever was first sent it. */
const ranks = { ran: 0, answered: 1, sent: 2, passedOn: 3 } as const;
type Rank = (typeof ranks)[keyof typeof ranks];

/**
 * The span in which each content was said, for a trace repeats its conversation in every call, and an agent's span what its calls say.
 * @param numbers of contents
 * @param spans in the order in which they are stored
 * @param bodies of all contents; asked for only where a value stands in messages alone
 * @returns in the order of the spans, without contents that no span refers to
 */
export function spansThatSay(numbers: readonly number[], spans: () => Iterable<SpanBodyRow>, bodies: () => readonly string[], shapes: readonly (readonly string[])[]): readonly { readonly number: number; readonly spanId: string }[] {
  type Found = { readonly number: number; readonly spanId: string; readonly at: number; readonly rank: Rank };

  function find(carriers: ReadonlyMap<number, readonly number[]>): ReadonlyMap<number, Found> {
    const found = new Map<number, Found>();
    let open = carriers.size;
    let at = 0;
    for (const [spanId, kind, counted, text] of spans()) {
      const body = JSON.parse(text) as SpanBody;
      for (const [number, among] of carriers) {
        const known = found.get(number);
        const rank = known && known.rank <= ranks.answered ? undefined : rankOf(body, kind === 'llm' && counted === 1, among, shapes);
        if (rank === undefined || (known && known.rank <= rank)) continue;
        found.set(number, { number, spanId, at, rank });
        if (rank <= ranks.answered) open--;
      }
      if (open === 0) break;
      at++;
    }
    return found;
  }

  const direct = find(new Map(numbers.map((number) => [number, [number]])));
  const missing = numbers.filter((number) => !direct.has(number));
  const carried = missing.length === 0 ? [] : [...find(messagesWith(missing, bodies())).values()];
  return [...direct.values(), ...carried].sort((a, b) => a.at - b.at || a.number - b.number);
}

function rankOf({ in: input, out: output, tool, statusAt, documents }: SpanBody, answers: boolean, numbers: readonly number[], shapes: readonly (readonly string[])[]): Rank | undefined {
  if (tool) {
    const { argumentsAt, resultAt } = unshaped(shapes, tool);
    if (numbers.some((number) => number === argumentsAt || number === resultAt)) return ranks.ran;
  }
  if (statusAt !== undefined && numbers.includes(statusAt)) return ranks.ran;
  if (documents?.some((document) => numbers.includes(unshaped(shapes, document)['contentAt'] as number))) return ranks.ran;
  const isIn = (runs: Runs | undefined): boolean => runs?.some((run) => numbers.some((number) => (typeof run === 'number' ? run === number : run[0] <= number && number <= run[1]))) === true;
  if (answers && isIn(output)) return ranks.answered;
  if (isIn(input)) return ranks.sent;
  return isIn(output) ? ranks.passedOn : undefined;
}

/** Which messages hold each of these values. A quotation mark within a text is written otherwise, so texts are no match. */
function messagesWith(values: readonly number[], bodies: readonly string[]): ReadonlyMap<number, readonly number[]> {
  const holders = new Map<number, number[]>(values.map((value) => [value, []]));
  bodies.forEach((body, number) => {
    for (const [, value] of body.matchAll(/"(?:argumentsAt|resultAt)":(\d+)/gu)) holders.get(Number(value))?.push(number);
  });
  return holders;
}
