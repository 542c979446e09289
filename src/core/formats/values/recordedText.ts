import type { Json } from '../../model/json.ts';
import { readArguments, unwrapJson } from '../jsonText.ts';
import { readPythonLiteral } from './pythonText.ts';

/** Text as the value it holds: JSON, wrapped up to three times, or what Python printed. */
export function unwrapText(value: Json): Json {
  const unwrapped = unwrapJson(value);
  return typeof unwrapped === 'string' ? (readPythonLiteral(unwrapped) ?? unwrapped) : unwrapped;
}

/** Tool arguments of a framework, which may have printed them where others send JSON. */
export function readPrintedArguments(value: Json | undefined): { arguments?: Json; argumentsText?: string } {
  const read = readArguments(value);
  const printed = read.argumentsText === undefined ? undefined : readPythonLiteral(read.argumentsText);
  return printed === undefined ? read : { arguments: printed };
}
