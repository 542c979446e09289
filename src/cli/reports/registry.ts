import { coverageReport } from './coverage.ts';
import { labelsReport } from './labels.ts';
import { matrixReport } from './matrix.ts';
import type { Report } from './report.ts';

export const reports: readonly Report[] = [coverageReport, labelsReport, matrixReport];
