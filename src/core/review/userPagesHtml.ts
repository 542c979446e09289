import { formatCount, plural } from '../display/numbers.ts';
import { formatDay } from '../display/time.ts';
import { htmlPage, htmlText } from '../display/htmlPage.ts';
import type { FlagKind, UserOutput, UserPage, UsersReport } from '../model/users.ts';
import { userPageStyle } from './userPageStyle.ts';

const mostOutputs = 40;

type Day = (ms: number) => string;

/**
 * Pages for users as one HTML file that asks for nothing else and runs nothing: plain words, no ids of classes, of cases or of traces.
 * What users wrote stays text in it.
 */
export function userPagesHtml(pages: readonly UserPage[], { at, timezone }: Pick<UsersReport, 'at' | 'timezone'>): string {
  const day: Day = (ms) => formatDay(ms * 1000, { timeZone: timezone });
  const title = pages.length === 1 ? `Your feedback on the assistant, ${pages[0]!.user}` : 'What users’ feedback changed';
  return htmlPage(title.replaceAll(placeholder, '(left out)'), userPageStyle, `<main>
${pages.map((page) => pageHtml(page, day, `Made on ${inert(day(Date.parse(at)))} for ${inert(page.user)}${pages.length === 1 ? ' alone. It says nothing of other people’s questions' : ''}.`)).join('\n')}
</main>`);
}

function pageHtml(page: UserPage, day: Day, made: string): string {
  const { user, role, runs, firstMs, lastMs, reviewed, outputs, primaryUseCase } = page;
  const about = [role, primaryUseCase].filter((each) => each !== null).map(plainKind).join(', ');
  const when = firstMs === null || lastMs === null ? '' : day(firstMs) === day(lastMs) ? ` on ${day(firstMs)}` : ` between ${day(firstMs)} and ${day(lastMs)}`;
  const lead = runs === 0 ? 'No question of yours has been recorded yet.' : `You asked ${plural(runs, 'question')}${when}. A person looked at ${reviewed === 0 ? 'none' : reviewed === runs ? 'all' : formatCount(reviewed)} of the answers.`;
  const [changed, right] = [outputs.filter(({ standing }) => standing === 'changed'), outputs.filter(({ standing }) => standing === 'right')];
  const open = outputs.filter(({ standing }) => standing !== 'changed' && standing !== 'right');
  return `<article class="page">
<header>
<p class="over">Your feedback on the assistant</p>
<h1>${inert(user)}</h1>
${about === '' ? '' : `<p class="dim">${inert(about)}</p>`}
<p class="lead">${lead}</p>
${reactionsHtml(page)}
</header>
${worksHtml(page, day)}
${section('What does not work yet', open.length === 0 ? '<p class="dim">Nothing that you told us of is open.</p>' : cards(open, day))}
${section('What your feedback changed', changed.length === 0 ? `<p class="dim">${outputs.length === 0 ? 'You have not flagged an answer yet.' : 'Nothing yet.'}</p>` : cards(changed, day))}
${right.length === 0 ? '' : section('What we looked at and left as it is', cards(right, day))}
${channelHtml(page)}
<footer>${made}</footer>
</article>`;
}

const section = (title: string, body: string): string => `<section><h2>${title}</h2>\n${body}</section>`;

function reactionsHtml({ runs, accepted, edited, rejected, workedAround }: UserPage): string {
  if (runs === 0) return '';
  const parts = [['accepted', 'accepted', accepted], ['edited', 'changed by you', edited], ['rejected', 'rejected', rejected], ['silent', 'without a word from you', runs - accepted - edited - rejected]] as const;
  const shown = parts.filter(([,, count]) => count > 0);
  return `<div class="bar" aria-hidden="true">${shown.map(([kind,, count]) => `<span class="${kind}" style="flex:${count}"></span>`).join('')}</div>
<ul class="legend">${shown.map(([kind, words, count]) => `<li class="${kind}"><span><b>${formatCount(count)}</b> ${words}</span></li>`).join('')}</ul>
${workedAround === 0 ? '' : `<p class="dim">${workedAround === 1 ? 'Once' : `${formatCount(workedAround)} times`} you found another way to do it.</p>`}`;
}

function worksHtml({ accepted, kinds, accept }: UserPage, day: Day): string {
  if (accepted === 0) return section('What works', '<p class="dim">You have not accepted an answer yet, so we cannot tell.</p>');
  const known = kinds.filter((kind) => kind.accepted > 0);
  return section('What works', [
    ...(known.length === 0 ? [] : [`<ul class="kinds">${known.map((kind) => `<li><strong>${inert(plainKind(kind.useCase))}</strong> <span class="dim">${kind.accepted === kind.said ? `you accepted ${kind.said === 1 ? 'the one answer' : `all ${formatCount(kind.said)} answers`} that you judged` : `you accepted ${formatCount(kind.accepted)} of the ${formatCount(kind.said)} answers that you judged`}</span></li>`).join('')}</ul>`]),
    ...(accept.length === 0 ? [] : [`<p class="dim">${accepted > accept.length ? 'Answers that you accepted last:' : 'Answers that you accepted:'}</p><ul class="quotes">${accept.map(({ question, atMs }) => `<li><span>“${inert(question)}”</span>${atMs === null ? '' : `<span class="when dim">${day(atMs)}</span>`}</li>`).join('')}</ul>`]),
  ].join('\n'));
}

function cards(outputs: readonly UserOutput[], day: Day): string {
  const left = outputs.length - mostOutputs;
  return `${outputs.slice(0, mostOutputs).map((output) => cardHtml(output, day)).join('\n')}${left > 0 ? `\n<p class="dim">And ${formatCount(left)} more.</p>` : ''}`;
}

const howWords: Readonly<Record<FlagKind, string>> = { rejected: 'rejected the answer', edited: 'changed the answer', workaround: 'found another way', note: 'wrote to us' };

function cardHtml({ question, said, kinds, standing, heardMs, lookedMs, fixedMs, guardedMs, fixed, guarded }: UserOutput, day: Day): string {
  const sentences = {
    waiting: lookedMs === null ? 'Nobody has looked at it yet.' : 'The people who looked at it do not agree yet.',
    known: 'A person looked and agrees that it was wrong. It is not fixed yet.',
    fixing: 'A person looked and agrees that it was wrong. A fix is being tried.',
    changed: fixed && guarded ? 'Fixed, and every change is now checked against this question.' : fixed ? 'Fixed. There is no check yet that it stays so.' : 'Every change is now checked against this question. The fix is not confirmed yet.',
    right: 'A person looked and found the answer right. If you see it differently, tell us.',
  } as const;
  const steps: readonly (readonly [string, boolean, number | null])[] = [
    ['You told us', true, heardMs], ['A person looked', lookedMs !== null || standing !== 'waiting', lookedMs],
    ...(standing === 'right' ? [] : [['Fixed', fixed, fixedMs], ['Now checked', guarded, guardedMs]] as const),
  ];
  return `<div class="card ${standing}">
<h3>${question === null ? 'A question that was not recorded' : `“${inert(question)}”`}</h3>
<p class="how dim">You ${kinds.map((kind) => howWords[kind]).join(' and ')}.</p>
${said === '' ? '' : `<blockquote>${inert(said)}</blockquote>`}
<p class="standing">${sentences[standing]}</p>
<ol class="track">${steps.map(([words, done, ms]) => `<li${done ? ' class="done"' : ''}><b>${words}</b>${done ? (ms === null ? 'date not recorded' : day(ms)) : 'not yet'}</li>`).join('')}</ol>
</div>`;
}

function channelHtml({ channel }: UserPage): string {
  const body = channel === null
    ? '<p class="channel none">No way to tell us is set up for you yet. Ask whoever gave you access to name one.</p>'
    : `<p class="channel"><strong>${inert(channel)}</strong></p>`;
  return section('Where to tell us', body);
}

/** `refund-status`, `refundStatus` as people write it: `Refund status`. */
function plainKind(id: string): string {
  const words = id.replaceAll(/[_-]+/g, ' ').replaceAll(/(?<=\p{Ll})(?=\p{Lu}\p{Ll})/gu, ' ').replaceAll(/\s+/g, ' ').trim();
  return words === id.trim() ? words.slice(0, 1).toUpperCase() + words.slice(1) : words.slice(0, 1).toUpperCase() + words.slice(1).toLowerCase();
}

/** What was redacted is named for whoever reads traces; here it is left out. */
const placeholder = /\[(?:secret|personal|rule|custom):[^\]\s]{1,60}\]/gu;
const inert = (text: string): string => htmlText(text.replaceAll(placeholder, '(left out)')).trim();
