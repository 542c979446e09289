import { patternSections } from '../../core/review/patterns/sections.ts';
import type { Report } from './report.ts';

export const matrixReport: Report = {
  name: 'matrix',
  title: 'Where runs go wrong',
  async read(engine, cli) {
    const { pending: _, warnings, ...result } = await engine.patterns({}, cli.calling());
    return { result, sections: patternSections(result, result.lint), levels: [], warnings };
  },
};
