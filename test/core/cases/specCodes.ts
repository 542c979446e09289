import type { Severity } from '../../../src/core/model/problem.ts';

/** The codes of CASES 1.1 and 2, as its tables have them, and what 1.1 says of their weight. */
export const specCodes: Readonly<Record<Exclude<Severity, 'info'>, readonly string[]>> = {
  error: [
    'CB001', 'CB002', 'CB003', 'CB004', 'CB005', 'CB006', 'CB007', 'CB008',
    'CB101', 'CB102', 'CB103', 'CB104', 'CB105', 'CB108', 'CB109', 'CB110', 'CB120', 'CB122', 'CB123', 'CB124',
    'CB202', 'CB203', 'CB204', 'CB205', 'CB206', 'CB208', 'CB209', 'CB210', 'CB213', 'CB216', 'CB217', 'CB218',
    'CB303', 'CB306', 'CB308', 'CB309', 'CB310', 'CB312', 'CB313',
    'CB404', 'CB501', 'CB502', 'CB601', 'CB611',
  ],
  warning: [
    'CB009', 'CB106', 'CB107', 'CB111', 'CB113', 'CB116', 'CB117', 'CB118', 'CB119', 'CB121', 'CB126', 'CB127', 'CB128',
    'CB201', 'CB207', 'CB211', 'CB212', 'CB214', 'CB215', 'CB301', 'CB304', 'CB307', 'CB311', 'CB315',
    'CB401', 'CB402', 'CB403', 'CB406', 'CB503', 'CB504', 'CB602', 'CB603', 'CB606', 'CB607', 'CB608', 'CB610', 'CB612', 'CB701', 'CB702', 'CB901',
  ],
  hint: ['CB112', 'CB114', 'CB115', 'CB125', 'CB302', 'CB305', 'CB314', 'CB604', 'CB605', 'CB609'],
};

/** The codes for which CASES names a quick fix. (`expectedTool` expanded into `trajectory` is a refactoring: it mends nothing.) */
export const specFixes: readonly string[] = [
  'CB002', 'CB101', 'CB103', 'CB104', 'CB107', 'CB109', 'CB110', 'CB114', 'CB115', 'CB116', 'CB117', 'CB118', 'CB119', 'CB125', 'CB127',
  'CB201', 'CB204', 'CB215', 'CB216', 'CB302', 'CB304',
];
