import { formatPercent, plural } from '../core/display/numbers.ts';
import { formatDay } from '../core/display/time.ts';
import { argumentsOf, typeWords, typicalValues } from './knownTools.ts';
import type { KnownArgument, KnownTool } from './knownTools.ts';
import { codeBlock, inlineCode, strangersText } from './markdown.ts';

/** Longer signatures take a line for each argument. */
const lineLimit = 80;
const mostArguments = 30;

/** A tool's description, its arguments as a signature, its use and its last result, as Markdown. */
export function toolWords(tool: KnownTool): string {
  const { seen, description } = tool;
  return [
    codeBlock(signatureOf(tool), 'ts'),
    ...(description ? [strangersText(description)] : []),
    useSentence(tool),
    ...(seen?.lastResult ? [`Last result: ${inlineCode(seen.lastResult)}`] : []),
  ].join('\n\n');
}

/** `getOrder(orderId: string, includeEvents?: boolean)`; three dots where nothing is known of the arguments. */
function signatureOf(tool: KnownTool): string {
  const known = argumentsOf(tool);
  const shown = known.slice(0, mostArguments).map((argument) => `${oneLine(argument.name)}${argument.required ? '' : '?'}: ${oneLine(typeWords(argument) ?? 'unknown')}`);
  const all = known.length > mostArguments ? [...shown, '…'] : known.length === 0 && tool.schema === null ? ['…'] : shown;
  const short = `${oneLine(tool.name)}(${all.join(', ')})`;
  return short.length <= lineLimit ? short : `${oneLine(tool.name)}(\n${all.map((each) => `  ${each},`).join('\n')}\n)`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 100);

function useSentence({ seen, use }: KnownTool): string {
  if (!seen || seen.calls === 0) return use === 'in a recording' ? 'Called in a recording.' : use === 'tool of config.yaml' ? 'Listed in config.yaml.' : 'Declared, never called.';
  const failed = seen.failed === 0 ? 'none failed' : `${seen.failed} failed (${formatPercent(seen.failed / seen.calls)})`;
  return `${plural(seen.calls, 'call')} ${use}, ${failed}${seen.lastUs === null ? '' : `, last on ${formatDay(seen.lastUs)}`}.`;
}

/** What an argument is by its schema, and what calls gave, as Markdown. */
export function argumentWords(argument: KnownArgument, tool: KnownTool): string {
  const { name, required, schema, seen } = argument;
  const type = typeWords(argument);
  const description = schema?.['description'];
  const values = typicalValues(argument);
  return [
    `**Argument** ${inlineCode(name)} of ${inlineCode(tool.name)}: ${type === null ? 'type not recorded' : inlineCode(type)}${required ? ', required' : ''}`,
    ...(typeof description === 'string' && description !== '' ? [strangersText(description)] : []),
    ...(seen ? [`Given in ${plural(seen.calls, 'call')}.`] : []),
    ...(values.length > 0 ? [`Values: ${values.slice(0, 8).map(({ value, detail }) => `${inlineCode(JSON.stringify(value))} ${detail}`).join(', ')}`] : []),
  ].join('\n\n');
}
