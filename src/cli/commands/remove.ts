import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { plural } from '../../core/display/numbers.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';

export const removeCommand = defineCommand({
  name: 'remove',
  summary: 'Take traces out of the index',
  details: 'One trace, or all of a file. Labels, cases and the export itself stay; importing the file brings the traces back.',
  operands: [['<trace>', 'id of a trace, or the beginning of one, or an imported file']],
  options: [],
  examples: ['remove tr_8f21', 'remove traces/old.jsonl'],
  async run(cli, operands) {
    const [trace = ''] = operands;
    const file = resolve(cli.cwd, trace);
    const engine = await cli.engine();
    // An export that was deleted since is still named by its path.
    const named = existsSync(file) || /[/\\]/.test(trace) ? cli.workspace.display(file) : (await engine.findTrace({ trace }, cli.calling())).id;
    cli.out.line(files === undefined
      ? 'It stays away until its file is imported by name.'
      : `${files === 1 ? 'The file is' : `Its ${files} files are`} forgotten: a rebuild leaves ${files === 1 ? 'it' : 'them'} out; importing ${files === 1 ? 'it' : 'them'} again brings the traces back.`);
    const { removed } = await engine.removeTraces({ trace: named }, cli.calling());
    cli.out.result({ removed });
    cli.out.line(`${plural(removed, 'trace')} removed from the index. Labels, cases and the export stay.`);
    return exitCodes.done;
  },
});
