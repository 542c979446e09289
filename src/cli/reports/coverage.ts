import { coverageSections } from '../../core/coverage/report.ts';
import type { Report } from './report.ts';

export const coverageReport: Report = {
  name: 'coverage',
  title: 'What the cases guard',
  async read(engine, cli) {
    const result = await engine.coverage({}, cli.calling());
    return { result, sections: coverageSections(result), levels: result.health.levels, warnings: result.warnings };
  },
};
