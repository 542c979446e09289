import { oneLine } from '../display/truncate.ts';
import type { Answer } from '../model/evalCase.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TitlePart } from '../model/proposal.ts';
import type { DraftSource } from './draft.ts';
import { keyWords, likelySpan } from './looser.ts';
import { code, plain, words } from './openProposal.ts';
import type { OpenCase, OpenProposal } from './openProposal.ts';

/** What the answer says, may say too, and must not say. */
export function answerProposals(from: DraftSource, value: OpenCase): OpenProposal[] {
  return [...truth(from, value), ...accepted(from, value), ...rejected(from, value)];
}

const saidLike = (text: string): TitlePart => ({ text: `“${oneLine(text, 80)}”` });
const listed = (each: readonly string[]): readonly TitlePart[] => each.flatMap((word, n) => (n === 0 ? [code(word)] : [words(n === each.length - 1 ? ' and ' : ', '), code(word)]));

function change(value: OpenCase, to: Partial<Answer>): void {
  value.answer = { ...value.answer, ...to };
}

function truth({ label, facts, source }: DraftSource, value: OpenCase): OpenProposal[] {
  const drafted = value.groundTruth as JsonMap | undefined;
  if (!drafted) return [];
  const text = drafted['value'];
  const telling = typeof text === 'string' ? keyWords(text) : [];
  const day = source?.capturedAt?.slice(0, 10);
  const asOf = words(day === undefined ? '' : `, as of ${day}`);
  const strict = [words('Says '), code(text), asOf].filter((part) => part.text !== '');
  return [{
    ...plain('groundTruth', 'answer', strict, label?.correction ? `The correction by ${label.by}, not the agent’s words` : facts.finalText ? 'What the user made of the answer' : 'The answer that its user accepted', []),
    saidBy: label?.correction ? 'label' : 'user',
    states: telling.length > 0 ? ['kept', 'worded', 'dropped'] : ['kept', 'dropped'],
    title: (state) => (state === 'worded' ? [words('Says '), ...listed(telling), words(', in whatever words')] : strict),
    put: (state) => {
      if (state === 'worded') change(value, { match: 'containsAll', value: [...telling] });
      else delete value.groundTruth;
    },
    place: () => ['groundTruth'],
  }];
}

/** Where a person corrected the answer, what its user made of it may be right as well. */
function accepted({ label, facts }: DraftSource, value: OpenCase): OpenProposal[] {
  const other = facts.finalText;
  if (!label?.correction || !other || other.length > 2000 || other.trim().toLowerCase() === label.correction.trim().toLowerCase()) return [];
  const telling = keyWords(other);
  return [{
    ...plain('accept:0', 'answer', [words('May say '), saidLike(other), words(' instead')], 'What the user made of the answer', []),
    saidBy: 'user', proposed: 'dropped', states: telling.length > 0 ? ['kept', 'worded', 'dropped'] : ['kept', 'dropped'],
    title: (state) => (state === 'worded' ? [words('May say '), ...listed(telling), words(' instead, in whatever words')] : [words('May say '), saidLike(other), words(' instead')]),
    put: (state) => change(value, { accept: [state === 'worded' ? { $all: telling.map((word) => ({ $icontains: word })) } : other] }),
    place: () => ['answer', 'accept', 0],
  }];
}

function rejected({ trial, label }: DraftSource, value: OpenCase): OpenProposal[] {
  return ((value.answer?.reject as readonly Json[] | undefined) ?? []).map((drafted, at): OpenProposal => {
    const [[kind, given] = ['', '']] = isJsonMap(drafted) ? Object.entries(drafted) : [];
    const text = String(given);
    const isWhole = kind !== '$contains';
    const looser = isWhole ? likelySpan(trial.output ?? '', label?.note ?? '') : text.toLowerCase() === text.toUpperCase() ? undefined : text;
    return {
      ...plain(`reject:${at}`, 'answer', [], isWhole ? 'The very answer that was wrong; narrow it to the wrong words' : 'The words that were marked as wrong', isWhole && trial.answered?.step ? [trial.answered.step] : []),
      ...(isWhole ? {} : { saidBy: 'label' as const }),
      states: looser === undefined ? ['kept', 'dropped'] : ['kept', 'worded', 'dropped'],
      title: (state) => (state === 'worded' && looser !== undefined
        ? [words('Does not say '), saidLike(looser), words(isWhole ? ', whatever else it says' : ', however it is written')]
        : [words(kind === '$startsWith' ? 'Does not begin with ' : isWhole ? 'Is not ' : 'Does not say '), saidLike(text)]),
      put: (state) => {
        const { reject: _, ...others } = value.answer ?? {};
        if (state !== 'worded') value.answer = others;
        else if (looser !== undefined) change(value, { reject: [isWhole ? { $contains: looser } : { $icontains: looser }] });
      },
      place: () => ['answer', 'reject', at],
    };
  });
}
