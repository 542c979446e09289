import { nearest } from '../support/nearest.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { SignalRule } from './signal.ts';
import { named } from './words.ts';

/** What runs answer to a call of a tool that is not there. */
const refused = /^[\s"'{<[]{0,4}(?:error:?\s{1,2})?(?:(?:no such|unknown|unavailable) (?:tool|function)\b|(?:tool|function) ["'`]?[\w.:-]{1,80}["'`]? (?:(?:was |is )?not found|does not exist|is not (?:available|a valid tool))|model tried to call unavailable tool)/i;

const longestName = 100;

export const unknownTool: SignalRule = {
  id: 'unknownTool',
  title: 'Unknown tool',
  describe: 'A tool was called that was not offered, or that the run answered it does not have.',
  severity: 'error',
  find({ calls, runs, assembled }) {
    const notOffered = new Set(calls.flatMap(({ step, offered }) => (offered === false && step !== null ? [step] : [])));
    const wrong = runs.filter((run) => notOffered.has(run.step) || (run.failure !== null && refused.test(run.failure.slice(0, 300))));
    if (wrong.length === 0) return [];
    const offered = offeredNames(assembled);
    return [...Map.groupBy(wrong, (run) => run.name)].map(([name, those]) => {
      const close = name.length > longestName ? undefined : nearest(name, offered);
      const why = notOffered.has(those[0]!.step) ? `${named(name)} was not offered` : `the run has no tool ${named(name)}`;
      return { steps: [...new Set(those.map((run) => run.step))], why: close === undefined || close === name ? why : `${why}; it has ${named(close)}`, tag: 'unknown tool' };
    });
  },
};

function offeredNames({ ordered }: Assembled): ReadonlySet<string> {
  const lists = new Set(ordered.flatMap(({ toolDefinitions }) => (toolDefinitions === null ? [] : [toolDefinitions])));
  return new Set([...lists].flatMap((tools) => tools.map((tool) => tool.name)).filter((name) => name.length <= longestName));
}
