import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import { parseJson } from '../jsonText.ts';
import { textParts } from './parts.ts';
import { readPart } from './readPart.ts';

const sign = /\{\s*"type"\s*:\s*"tool_use"/;

/**
 * promptfoo's provider for Anthropic joins the blocks of an answer with blank lines, calls as JSON. A paragraph that is nothing but such a
 * block, with its id and input, is the call; anything less, and anything in a code fence, is somebody's example and stays text (METRICS 1).
 * Undefined where a text holds no call.
 */
export function callsBetweenParagraphs(text: string): readonly MessagePart[] | undefined {
  if (!sign.test(text) || text.includes('```')) return undefined;
  const parts = text.split('\n\n').flatMap((paragraph): readonly MessagePart[] => {
    const block = sign.test(paragraph) ? parseJson(paragraph) : undefined;
    const isBlock = isJsonMap(block) && block['type'] === 'tool_use' && typeof block['id'] === 'string' && isJsonMap(block['input']);
    return isBlock ? [readPart(block)] : textParts(paragraph);
  });
  return parts.some((part) => part.type === 'toolCall') ? parts : undefined;
}
