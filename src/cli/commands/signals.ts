import { measuredInWords, recallInWords } from '../../core/display/signalWords.ts';
import { textWidth } from '../../core/display/terminal.ts';
import { measuredSignals, signalsOn } from '../../core/signals/measured.ts';
import { signalRules } from '../../core/signals/registry.ts';
import { createSettingsFile } from '../../engine/configFile.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const signalsCommand = defineCommand({
  name: 'signals',
  summary: 'What it looks for in every trace, and how often that was right',
  details: 'Signals are found without a model. casebook/config.yaml turns them on and off: signals: {off: [slow]}.',
  operands: [],
  options: [],
  examples: ['signals', 'signals --json'],
  async run(cli) {
    const { out } = cli;
    const on = signalsOn(createSettingsFile(cli.workspace, 'config')().signals);
    const width = signalRules.reduce((most, { id }) => Math.max(most, textWidth(id)), 0);
    for (const { id, title, describe, severity } of signalRules) {
      const measured = measuredSignals[id] ?? null;
      out.result({ id, title, describe, severity, on: on.has(id), measured });
      out.line(`${out.paint.bold(id.padEnd(width))}  ${describe} ${out.paint.dim(`${capital(measuredInWords(measured))}${measured === null ? '' : `; ${recallInWords(measured)}`}.`)}${on.has(id) ? '' : out.paint.yellow('  off')}`);
    }
    return exitCodes.done;
  },
});
