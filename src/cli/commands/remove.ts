import { resolve } from 'node:path';
import { plural } from '../../core/display/numbers.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';

export const removeCommand = defineCommand({
  name: 'remove',
  summary: 'Take traces out of the index',
  details: 'A single trace stays away, also after a rebuild or when its file grows, until its file is imported by name. Of a file, which may be gone from disk, all traces are removed and the file is forgotten: a rebuild leaves it out, importing it or its folder brings the traces back. Labels, cases and the export itself stay.',
  operands: [['<trace>', 'id of a trace, or the beginning of one, or an imported file']],
  options: [],
  examples: ['remove tr_8f21', 'remove traces/old.jsonl'],
  async run(cli, operands) {
    const [trace = ''] = operands;
    const engine = await cli.imported();
    const report = await engine.removeTraces({ trace, file: resolve(cli.cwd, trace) }, cli.calling());
    const { removed, files } = report;
    cli.out.result(report);
    cli.out.line(`${plural(removed, 'trace')} removed from the index. Labels, cases and the export stay.`);
    cli.out.line(files === undefined
      ? 'It stays away until its file is imported by name.'
      : `${files === 1 ? 'The file is' : `Its ${files} files are`} forgotten: a rebuild leaves ${files === 1 ? 'it' : 'them'} out; importing ${files === 1 ? 'it' : 'them'} again brings the traces back.`);
    return exitCodes.done;
  },
});
