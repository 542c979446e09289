import { RE2JS } from 're2js';
import { UserError, messageOf } from '../support/errors.ts';
import type { Detector } from './detector.ts';

/** The workspace's own patterns (config.yaml `redaction.rules`). They run on an engine whose time grows with the text only. */
export function customDetectors(rules: readonly { readonly name: string; readonly pattern: string }[]): readonly Detector[] {
  return rules.map(({ name, pattern }) => {
    const compiled = compile(name, pattern);
    const id = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'custom';
    return {
      id, kind: 'secret', hints: [],
      *find(text) {
        const matcher = compiled.matcher(text);
        while (matcher.find()) if (matcher.end() > matcher.start() && !isPlaceholderAt(text, matcher.start(), matcher.end())) yield { start: matcher.start(), end: matcher.end() };
      },
    };
  });
}

/** A pattern may match what it was replaced by; redacting again must change nothing. */
function isPlaceholderAt(text: string, start: number, end: number): boolean {
  const open = text.lastIndexOf('[', start);
  const close = text.indexOf(']', start);
  return open >= 0 && close >= 0 && close + 1 >= end && /^\[(?:secret|personal):[a-z0-9-]+\]$/.test(text.slice(open, close + 1));
}

function compile(name: string, pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new UserError('redaction-rule', `The redaction rule ${name} in casebook/config.yaml is not a regular expression: ${messageOf(error)}.`, 'Correct its pattern. Look-around and back-references are not available.');
  }
}
