import { createMappedFormat } from '../../core/formats/mapped.ts';
import { formats } from '../../core/formats/registry.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';

export const formatsCommand = defineCommand({
  name: 'formats',
  summary: 'The export formats it reads, with an example',
  operands: [],
  options: [],
  examples: ['formats', 'formats --json'],
  async run({ out }) {
    // Rows of one's own come last: no content tells them, a column map does.
    for (const { id, title, example, documentedOnly = false } of [...formats, createMappedFormat({})]) {
      out.result({ id, title, example, documentedOnly });
      out.line(`${out.paint.bold(id)}  ${title}${documentedOnly ? out.paint.yellow('  built from documentation, no real file seen yet') : ''}`);
      out.line(`  ${out.paint.dim(example)}`);
    }
    return exitCodes.done;
  },
});
