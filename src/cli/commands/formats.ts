import { textWidth } from '../../core/display/terminal.ts';
import { createMappedFormat } from '../../core/formats/mapped.ts';
import { formats } from '../../core/formats/registry.ts';
import { UserError } from '../../core/support/errors.ts';
import { noSuchFormat } from '../../engine/importSentences.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';

export const formatsCommand = defineCommand<{ readonly examples?: boolean }>({
  name: 'formats',
  summary: 'The export formats it reads',
  details: 'Files are told by their content, whatever their names. Those marked "from documentation" were built without a real file.',
  operands: [['[id]', 'one format, with the beginning of a file of it']],
  options: [option('--examples', 'with the beginning of a file of each')],
  examples: ['formats', 'formats langfuse', 'formats --examples', 'formats --json'],
  async run({ out }, [wanted], { examples = false }) {
    // Rows of one's own come last: no content tells them, a column map does.
    const all = [...formats, createMappedFormat({})];
    const shown = wanted === undefined ? all : all.filter(({ id }) => id === wanted);
    if (wanted !== undefined && shown.length === 0) {
      const { message, hint } = noSuchFormat(wanted);
      throw new UserError('no-such-format', message, hint);
    }
    const width = shown.reduce((most, { id }) => Math.max(most, textWidth(id)), 0);
    for (const { id, title, example, alsoCalled = [], documentedOnly = false } of shown) {
      out.result({ id, title, alsoCalled, example, documentedOnly });
      out.line(`${out.paint.bold(id.padEnd(width))}  ${title}${alsoCalled.length === 0 ? '' : out.paint.dim(`, ${alsoCalled.join(', ')}`)}${documentedOnly ? out.paint.yellow('  from documentation') : ''}`);
      if (examples || wanted !== undefined) for (const line of example.split('\n')) out.line(`  ${out.paint.dim(line)}`);
    }
    return exitCodes.done;
  },
});
