import { scoreWords } from '../display/facts.ts';
import { htmlPage, htmlText } from '../display/htmlPage.ts';
import { formatBytes, formatCount, plural } from '../display/numbers.ts';
import { kinds } from '../display/outcome.ts';
import { questionsOf } from '../display/questions.ts';
import { replacedInWords } from '../display/replaced.ts';
import { oneLine, plainPreview, truncate } from '../display/truncate.ts';
import type { Insights } from '../model/insights.ts';
import type { Json } from '../model/json.ts';
import type { Label } from '../model/label.ts';
import type { Message } from '../model/message.ts';
import type { TrajectorySkeleton } from '../model/trajectory.ts';
import { headerRows, stepFacts } from './markdown.ts';
import type { ToldStep } from './toldOnce.ts';
import { htmlStyle } from './htmlStyle.ts';

/** A browser opens more only slowly. What is left out is said where it is missing. */
const mostCharacters = 8_000_000;
const mostOfText = 200_000;

/** What a shared page says besides the trace: all labels on it, the names of classes, and what was taken out of it. */
export type SharedWith = {
  readonly labels: readonly Label[];
  readonly className: (id: string) => string;
  /** How often a placeholder of each kind stands where something was. */
  readonly replaced: Readonly<Record<string, number>>;
  /** A line under the heading: who made the page, and when. */
  readonly made: string;
};

/** One trace with its labels as one HTML file that asks for nothing else and runs nothing. Recorded text stays text in it. */
export function trajectoryHtml(skeleton: TrajectorySkeleton, told: readonly ToldStep[], insights: Insights | null, shared: SharedWith): string {
  const { summary, scores = [] } = skeleton;
  const title = plainPreview(summary.query ?? summary.name ?? summary.id);
  const marked = marksOf(shared.labels);
  const steps: string[] = [];
  let written = 0;
  let left = 0;
  for (const step of told.toSorted((a, b) => Number(a.step.noise) - Number(b.step.noise))) {
    const text = written > mostCharacters ? '' : stepHtml(step, marked.get(step.step.n) ?? [], scores.flatMap((score) => (score.step === step.step.n ? [`Score ${scoreWords({ ...score, step: null })}`] : [])));
    written += text.length;
    if (text === '' || (written > mostCharacters && steps.length > 0)) left++;
    else steps.push(text);
  }
  return htmlPage(oneLine(title, 120), htmlStyle, `<header>
<h1>${htmlText(oneLine(title, 300))}</h1>
<p class="dim">${htmlText(shared.made)} ${htmlText(replacedInWords(shared.replaced))}</p>
</header>
<main>
${labelsHtml(shared)}
${signalsHtml(insights)}
<section aria-label="About the run"><h2>About the run</h2><dl>${headerRows(skeleton).map(([name, value]) => `<div><dt>${htmlText(name)}</dt><dd>${htmlText(value)}</dd></div>`).join('')}</dl></section>
${questionsHtml(skeleton, insights)}
<section aria-label="Steps"><h2>${plural(told.length, 'step')}</h2>
${steps.join('\n')}
${left === 0 ? '' : `<p class="dim">Cut here: this page holds ${formatCount(mostCharacters)} characters at most. ${formatCount(left)} of ${plural(told.length, 'step')} ${left === 1 ? 'is' : 'are'} left out.</p>`}
</section>
</main>`);
}

type Mark = { readonly words: string; readonly kind: 'wrong' | 'good' };

function marksOf(labels: readonly Label[]): ReadonlyMap<number, readonly Mark[]> {
  const marks = new Map<number, Mark[]>();
  for (const { by, firstWrong, lastGood } of labels) {
    if (firstWrong) marks.set(firstWrong.step, [...(marks.get(firstWrong.step) ?? []), { words: `first wrong step (${by})`, kind: 'wrong' }]);
    if (lastGood) marks.set(lastGood.step, [...(marks.get(lastGood.step) ?? []), { words: `last good step (${by})`, kind: 'good' }]);
  }
  return marks;
}

const stepLink = (n: number): string => `<a href="#step-${n}">step ${formatCount(n)}</a>`;
const verdictWords = { pass: 'Pass', fail: 'Fail', defer: 'Deferred' } as const;

function labelsHtml({ labels, className }: SharedWith): string {
  if (labels.length === 0) return '<section aria-label="Labels"><h2>Labels</h2><p class="dim">Nobody has reviewed it.</p></section>';
  return `<section aria-label="Labels"><h2>${labels.length === 1 ? 'Label' : 'Labels'}</h2>${labels.map((label) => {
    const { by, at, verdict, firstWrong, lastGood, note, cause, fix, correction, wrongWords, status, owner } = label;
    const rows: readonly (readonly [string, string | null])[] = [
      ['Class', label.class === null ? null : htmlText(className(label.class.mode ?? label.class.class))],
      ['First wrong', firstWrong && stepLink(firstWrong.step)], ['Last good', lastGood && stepLink(lastGood.step)],
      ['Wrong words', wrongWords === '' ? null : `<q>${htmlText(wrongWords)}</q>`], ['Should have been', said(correction)], ['Root cause', said(cause)], ['Fix', said(fix)], ['Status', status === null ? null : { open: 'Open', fixing: 'Fix in review', handled: 'Handled' }[status]], ['Owner', said(owner)],
    ];
    return `<div class="label ${verdict ?? 'none'}"><p><strong>${verdict === null ? 'No verdict' : verdictWords[verdict]}</strong> <span class="dim">${htmlText(by)}, ${htmlText(at.slice(0, 10))}</span></p>${note === '' ? '' : `<p class="said">${htmlText(note)}</p>`}<dl>${rows.map(([name, html]) => (html === null ? '' : `<div><dt>${name}</dt><dd>${html}</dd></div>`)).join('')}</dl></div>`;
  }).join('')}</section>`;
}

const said = (text: string): string | null => (text === '' ? null : htmlText(text));

function signalsHtml(insights: Insights | null): string {
  const signals = insights?.signals ?? [];
  if (signals.length === 0) return '';
  return `<section aria-label="Signals"><h2>Signals</h2><ul>${signals.map(({ title, why, steps }) => `<li><strong>${htmlText(title)}</strong> ${htmlText(why)}${steps[0] === undefined ? '' : ` <span class="dim">(${stepLink(steps[0])})</span>`}</li>`).join('')}</ul></section>`;
}

function questionsHtml({ summary, steps }: TrajectorySkeleton, insights: Insights | null): string {
  const rows = questionsOf(summary, steps, insights).map(({ name, answer, missing, more, step }) => {
    const words = [answer ?? 'Not recorded', ...(missing === undefined ? [] : [`${missing}: not recorded`]), ...(more === null ? [] : [more])].map((text) => htmlText(oneLine(text, 400))).join(' · ');
    return `<div><dt>${htmlText(name)}</dt><dd>${words}${step === null || answer === null ? '' : ` <span class="dim">(${stepLink(step)})</span>`}</dd></div>`;
  });
  return `<section aria-label="Six questions"><h2>Six questions</h2><dl>${rows.join('')}</dl></section>`;
}

/** Open is what a reader looks for: what was said to and by the user, and the steps that somebody marked. */
function stepHtml({ step, span, messages, call, asked }: ToldStep, marked: readonly Mark[], scores: readonly string[]): string {
  const facts = [...stepFacts(step, span), ...scores];
  const body = [
    ...(step.error === null ? [] : [`<p class="error">${htmlText(oneLine(step.error, 2000))}</p>`]),
    ...messages.map(messageHtml),
    ...(asked.length === 0 ? [] : [`<p class="dim">Calls ${asked.map(({ name, step: n }) => `${htmlText(oneLine(name, 100))}${n === null ? '' : ` (${stepLink(n)})`}`).join(', ')}</p>`]),
    ...(call === null ? [] : [`<h4>Arguments</h4>${valueHtml(call.arguments ?? call.argumentsText)}<h4>Result</h4>${valueHtml(call.result)}`]),
    ...span.documents.map(({ id, source, version, updatedAt, content }, at) => `<h4>Document ${formatCount(at + 1)} <span class="dim">${htmlText(oneLine([id, source, version, updatedAt].filter((each) => each !== null).join(' · '), 300))}</span></h4>${content === null ? '<p class="dim">Content not recorded</p>' : textHtml(content)}`),
  ].join('');
  const isOpen = marked.length > 0 || messages.some(({ role }) => role === 'user' || role === 'assistant');
  const tags = [...(step.failed ? ['<span class="tag wrong">failed</span>'] : []), ...(step.blocked ? ['<span class="tag">blocked</span>'] : []), ...marked.map(({ words, kind }) => `<span class="tag ${kind}">${htmlText(words)}</span>`)].join(' ');
  const head = `<span class="n">${formatCount(step.n)}</span> <span class="kind">${htmlText(kinds[step.kind].words)}</span> <strong>${htmlText(oneLine(step.name, 200))}</strong> ${tags} <span class="dim facts">${htmlText(facts.filter((each) => each !== 'failed' && each !== 'blocked').join(' · '))}</span>`;
  const indent = ` style="margin-left:${Math.min(step.depth, 8) * 14}px"`;
  return body === '' ? `<div class="step empty" id="step-${step.n}"${indent}><div class="head">${head}</div></div>` : `<details class="step" id="step-${step.n}"${isOpen ? ' open' : ''}${indent}><summary>${head}</summary><div class="body">${body}</div></details>`;
}

function messageHtml({ role, name, parts }: Message): string {
  const who = `${role.slice(0, 1).toUpperCase()}${role.slice(1)}${name === undefined ? '' : ` ${oneLine(name, 100)}`}`;
  return `<div class="message ${role}"><h4>${htmlText(who)}</h4>${parts.map((part): string => {
    switch (part.type) {
      case 'text': return textHtml(part.text);
      case 'reasoning': return `<p class="dim">Reasoning</p>${textHtml(part.text)}`;
      case 'toolCall': return `<p class="dim">Calls ${htmlText(oneLine(part.name, 100))}</p>${valueHtml(part.arguments ?? part.argumentsText)}`;
      case 'toolResult': return `<p class="dim">${part.isError ? 'Error' : 'Result'}${part.name === undefined ? '' : ` of ${htmlText(oneLine(part.name, 100))}`}</p>${valueHtml(part.result)}`;
      case 'media': return `<p class="dim">${['Media, left out', part.mimeType === null ? null : htmlText(part.mimeType), part.bytes === null ? null : formatBytes(part.bytes)].filter((each) => each !== null).join(', ')}</p>`;
      case 'other': return valueHtml(part.value);
    }
  }).join('')}</div>`;
}

function valueHtml(value: Json | undefined): string {
  if (value === undefined) return '<p class="dim">Not recorded</p>';
  return typeof value === 'string' ? textHtml(value) : cutHtml(JSON.stringify(value, null, 2), (shown) => `<pre tabindex="0">${htmlText(shown)}</pre>`);
}

const textHtml = (text: string): string => cutHtml(text, (shown) => `<div class="text">${htmlText(shown)}</div>`);

function cutHtml(whole: string, write: (shown: string) => string): string {
  const { text, cut, shown, whole: all } = truncate(whole, mostOfText);
  return cut ? `${write(text)}<p class="dim">The first ${formatCount(shown)} of ${formatCount(all)} characters.</p>` : write(text);
}
