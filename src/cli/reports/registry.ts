import { coverageReport } from './coverage.ts';
import { labelsReport } from './labels.ts';
import { matrixReport } from './matrix.ts';
import type { Report } from './report.ts';
import { usersReport } from './users.ts';

export const reports: readonly Report[] = [coverageReport, labelsReport, matrixReport, usersReport];
