import type { CliCommand } from './command.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { failuresCommand } from './commands/failures.ts';
import { feedbackCommand } from './commands/feedback.ts';
import { findCommand } from './commands/find.ts';
import { formatsCommand } from './commands/formats.ts';
import { importCommand } from './commands/import.ts';
import { importCasesCommand } from './commands/importCases.ts';
import { labelCommand } from './commands/label.ts';
import { lintToolsCommand } from './commands/lintTools.ts';
import { listCommand } from './commands/list.ts';
import { makeCommand } from './commands/make.ts';
import { mergeCommand } from './commands/merge.ts';
import { proveCommand } from './commands/prove.ts';
import { queueCommand } from './commands/queue.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { removeCommand } from './commands/remove.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { showCommand } from './commands/show.ts';
import { signalsCommand } from './commands/signals.ts';
import { validateCommand } from './commands/validate.ts';

/** In the order a person meets them: from the trace to the case that passes. */
export const commands: readonly CliCommand[] = [
  importCommand, formatsCommand, doctorCommand, listCommand, findCommand, showCommand, signalsCommand, removeCommand, rebuildCommand, feedbackCommand, queueCommand, labelCommand, failuresCommand,
  makeCommand, proveCommand, validateCommand, runCommand, mergeCommand, replayCommand, reportCommand, lintToolsCommand, exportCommand, importCasesCommand, schemaCommand,
];
