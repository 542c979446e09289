import { labelSections } from '../../core/review/labelSections.ts';
import type { Report } from './report.ts';

export const labelsReport: Report = {
  name: 'labels',
  title: 'What the labels say',
  async read(engine, cli) {
    const { warnings, ...result } = await engine.agreement({}, cli.calling());
    const names = new Map((await engine.failureClasses({}, cli.calling())).map(({ id, name }) => [id, name ?? id]));
    return { result, sections: labelSections({ ...result, warnings }, (id) => names.get(id) ?? id), levels: [], warnings };
  },
};
