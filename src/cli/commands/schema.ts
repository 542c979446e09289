import { Argument } from 'commander';
import { printSchema } from '../../core/cases/schema.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';

const files = ['case', 'config', 'taxonomy'] as const;
type SchemaFile = (typeof files)[number];

export const schemaCommand = defineCommand({
  name: 'schema',
  summary: 'Print the JSON Schemas of the files you write',
  details: 'With the name of a file its schema, for editors without the extension; without a name all of them in one object.',
  operands: [new Argument('[file]', 'which file').choices(files)],
  options: [],
  examples: ['schema case > case.schema.json', 'schema config', 'schema'],
  run({ out }, [name]) {
    const wanted = files.find((file) => file === name);
    out.raw(wanted === undefined ? `${JSON.stringify(Object.fromEntries(files.map((file: SchemaFile) => [file, JSON.parse(printSchema(file)) as unknown])), null, 2)}\n` : printSchema(wanted));
    return Promise.resolve(exitCodes.done);
  },
});
