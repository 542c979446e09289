import type { Span } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { modelTurns } from '../trajectory/turns.ts';

/** A text that a model said. `at`: place of its step in reading order; `part`: which text part of the step's output, from 0. */
export type SpokenText = { readonly at: number; readonly part: number; readonly text: string };

/** All texts that models said, in reading order; where no model call has any, those of the agents. */
export function spokenTexts({ ordered }: Pick<Assembled, 'ordered'>): readonly SpokenText[] {
  const turns = new Set(modelTurns(ordered));
  const said = textsOf(ordered, (span) => turns.has(span));
  return said.length > 0 ? said : textsOf(ordered, (span) => span.kind === 'agent');
}

function textsOf(ordered: readonly Span[], speaks: (span: Span) => boolean): readonly SpokenText[] {
  return ordered.flatMap((span, at) => {
    if (!speaks(span)) return [];
    const texts = span.output.flatMap((message) => message.parts.flatMap((part) => (part.type === 'text' ? [{ text: part.text, role: message.role }] : [])));
    return texts.flatMap(({ text, role }, part) => (role === 'assistant' && text.trim() !== '' ? [{ at, part, text }] : []));
  });
}
