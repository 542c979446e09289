import { trialOf } from '../../core/cases/prove.ts';
import type { FactsConfig } from '../../core/model/config.ts';
import { observe } from '../../core/trajectory/observe.ts';
import type { EngineContext } from '../context.ts';
import { readRecording } from '../recordings.ts';
import type { Observation, RunTarget } from './target.ts';

/** The recorded run: no model, no cost. The recording beside the case, else the trace in the index. */
export function replayTarget({ workspace, index }: Pick<EngineContext, 'workspace' | 'index'>, facts: FactsConfig): RunTarget {
  return {
    name: 'replay',
    isRecorded: true,
    async run(evalCase): Promise<Observation> {
      const read = readRecording(workspace, evalCase.id);
      if (read.recording) return { outcome: 'observed', trial: trialOf(read.recording) };
      if (!read.isMissing) return { outcome: 'error', reason: read.problem };
      const traceId = evalCase.source?.traceId;
      const trace = traceId === undefined ? undefined : index.readTrace(traceId);
      if (trace) return { outcome: 'observed', trial: observe(trace, facts) };
      return { outcome: 'n/a', reason: traceId === undefined ? 'nothing to replay: the case was not made from a trace' : `nothing to replay: there is no recording, and the index holds no trace ${traceId}. Import its export again.` };
    },
  };
}
