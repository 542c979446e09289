import { Argument } from 'commander';
import { printSchema, schemaFiles } from '../../core/cases/schema.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';

export const schemaCommand = defineCommand({
  name: 'schema',
  summary: 'Print the JSON Schemas of the files you write',
  details: 'With the name of a file its schema, for editors without the extension; without a name all of them in one object.',
  operands: [new Argument('[file]', 'which file').choices(schemaFiles)],
  options: [],
  examples: ['schema case > case.schema.json', 'schema config', 'schema'],
  run({ out }, [name]) {
    const wanted = schemaFiles.find((file) => file === name);
    out.raw(wanted === undefined ? `${JSON.stringify(Object.fromEntries(schemaFiles.map((file) => [file, JSON.parse(printSchema(file)) as unknown])), null, 2)}\n` : printSchema(wanted));
    return Promise.resolve(exitCodes.done);
  },
});
