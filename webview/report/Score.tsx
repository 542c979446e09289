import { answeredMark, scoreWords, verdictWords } from '../../src/core/display/completeness.ts';
import type { Answered, QuestionVerdict } from '../../src/core/display/completeness.ts';

// Shapes differ, not colours alone: full, half, empty.
const shapes: Readonly<Record<Answered, string>> = {
  all: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z',
  some: 'M8 2a6 6 0 0 0 0 12z',
  none: '',
};

export function AnsweredMark(props: { answered: Answered; quiet?: boolean }) {
  const named = props.quiet === true ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': answeredMark(props.answered).words };
  return (
    <svg class={`answered ${props.answered}`} viewBox="0 0 16 16" {...named}>
      <circle cx="8" cy="8" r="5.4" fill="none" stroke="currentColor" stroke-width="1.3" />
      <path d={shapes[props.answered]} fill="currentColor" />
    </svg>
  );
}

/** The six questions as six marks. */
export function Score(props: { verdicts: readonly QuestionVerdict[] }) {
  const { verdicts } = props;
  const words = scoreWords(verdicts);
  return (
    <span class="score" role="img" aria-label={words} title={[words, ...verdicts.map((each) => `${each.question} ${verdictWords(each)}`)].join('\n')}>
      {verdicts.map(({ id, answered }) => <AnsweredMark key={id} answered={answered} quiet />)}
    </span>
  );
}
