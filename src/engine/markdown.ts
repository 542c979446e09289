import { UserError } from '../core/support/errors.ts';
import { trajectoryMarkdown } from '../core/trajectory/markdown.ts';
import { toldOnce } from '../core/trajectory/toldOnce.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { OpenedTrace } from './openedTrace.ts';

/** A step, or a whole trace, for wherever Markdown is read. Redacted as it is stored. */
export function createMarkdown(opened: (ref: string) => OpenedTrace, openTrajectory: EngineApi['openTrajectory'], readInsights: EngineApi['readInsights']): Pick<EngineApi, 'trajectoryMarkdown'> {
  return {
    async trajectoryMarkdown({ trace, n, reader }, call) {
      const { assembled } = opened(trace);
      if (n !== undefined && !assembled.steps.some((step) => step.n === n)) throw new UserError('no-such-step', `Trace ${trace} has no step ${n}; its steps are 1 to ${assembled.steps.length}.`, 'Open the trajectory to see the numbers.');
      const insights = n === undefined ? await readInsights({ trace }, call) : null;
      return { markdown: trajectoryMarkdown(await openTrajectory({ trace, ...(reader === undefined ? {} : { reader }) }, call), toldOnce(assembled), insights, n) };
    },
  };
}
