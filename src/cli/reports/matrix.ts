import { patternSections } from '../../core/review/patterns/sections.ts';
import type { SignalProgress } from '../../protocol/traceApi.ts';
import { signalLine } from '../traceFilters.ts';
import type { Report } from './report.ts';

export const matrixReport: Report = {
  name: 'matrix',
  title: 'Where runs go wrong',
  async read(engine, cli) {
    const { pending: _, warnings, ...result } = await engine.patterns({}, cli.calling<SignalProgress>((progress) => cli.out.status.show(signalLine(progress))));
    cli.out.status.clear();
    return { result, sections: patternSections(result, result.lint), levels: [], warnings };
  },
};
